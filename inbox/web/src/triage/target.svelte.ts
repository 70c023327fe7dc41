/** What triage is about: the selected conversations, or the one that is open or marked in the list; and which picker is open for them. */
import { router } from '$/app/router.svelte';
import { conversations } from '$/data/conversations.svelte';
import type { Conversation } from '$/data/types';

export type Picker = 'assign' | 'snooze' | 'tag' | 'delete';

class Triage {
  /** The open picker and what it is for. */
  picker: { kind: Picker; ids: string[] } | null = $state.raw(null);
  #aims: { ids: () => string[]; unseen: () => boolean }[] = $state.raw([]);

  /** The list says what actions mean while it is there, and whether that was out of sight until now; gives back how it stops. */
  aim(ids: () => string[], unseen: () => boolean): () => void {
    const aim = { ids, unseen };
    this.#aims = [...this.#aims, aim];
    return () => { this.#aims = this.#aims.filter((one) => one !== aim); };
  }

  /** For `Action.unseen`. */
  readonly unseen = (): boolean => this.#aims.at(-1)?.unseen() ?? false;

  /** Reactive. */
  get ids(): string[] {
    const found = this.#aims.at(-1)?.ids() ?? [];
    const { conversation } = router.route;
    return found.length ? found : conversation ? [conversation] : [];
  }

  /** It is about the conversation that is open, and about no other. */
  get opened(): boolean {
    const { ids } = this;
    return ids.length === 1 && ids[0] === router.route.conversation;
  }

  /** There is no list beside the conversation that would go on to the next one. */
  get alone(): boolean {
    return this.#aims.length === 0;
  }

  get rows(): Conversation[] {
    return rowsOf(this.ids);
  }

  open(kind: Picker, ids: string[] = this.ids): void {
    if (ids.length) this.picker = { kind, ids };
  }
}

export function rowsOf(ids: readonly string[]): Conversation[] {
  return ids.map((id) => conversations.get(id)).filter((row) => row !== undefined);
}

export const triage = new Triage();
