/** What a list looked like when one left it: which row was marked, which ones were selected, how far it was scrolled. Lives as long as the tab. */
import { SvelteSet } from 'svelte/reactivity';
import { recall, remember } from '$/app/router.svelte';

/** What one call may change at once. */
export const MOST = 500;
const KEPT = 20;
/** The first row in sight, how much of it is scrolled away, and how high rows are (0: not known). */
type Top = { index: number; within: number; size: number };
type Kept = { active: string | null; selected: string[]; top: Top };

export class Place {
  readonly name: string;
  /** The row that keys mean. */
  active: string | null = $state(null);
  selected = new SvelteSet<string>();
  /** Where a range begins. */
  anchor: string | null = null;
  top: Top = { index: 0, within: 0, size: 0 };
  /** Where the active row stood last: it may leave the list. */
  at = -1;

  constructor(name: string, kept?: Kept) {
    this.name = name;
    if (!kept) return;
    this.active = kept.active;
    this.top = kept.top;
    kept.selected.forEach((id) => this.selected.add(id));
  }

  toggle(id: string): void {
    if (!this.selected.delete(id)) this.add([id]);
    this.anchor = id;
  }

  add(ids: readonly string[]): void {
    for (const id of ids) if (this.selected.size < MOST) this.selected.add(id);
  }

  /** Selects from where the last selection began to `id`. */
  range(ids: readonly string[], id: string): void {
    const from = ids.indexOf(this.anchor ?? this.active ?? id);
    const to = ids.indexOf(id);
    if (from < 0 || to < 0) this.add([id]);
    else this.add(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
  }

  keep(): void {
    const all = (recall<[string, Kept][]>('lists') ?? []).filter(([name]) => name !== this.name);
    const now: Kept = { active: this.active, selected: [...this.selected], top: this.top };
    remember('lists', [...all, [this.name, now]].slice(-KEPT));
  }
}

const places = new Map<string, Place>();

export function placeOf(name: string): Place {
  let place = places.get(name);
  if (!place) places.set(name, place = new Place(name, recall<[string, Kept][]>('lists')?.find(([one]) => one === name)?.[1]));
  return place;
}
