/**
 * Everything a person can do by key: registered once, shown in `?`, in the palette, in menus and tooltips with the same words and
 * keys. A room registers its own in its `actions.ts`; the label is the string `<id with dashes>`, such as `action-thread-close`.
 */
import { createKeybindingsHandler } from 'tinykeys';
import { settings } from '$/data/settings.svelte';
import { t } from '$/i18n/i18n.svelte';
import type { IconName } from '$/ui/icons';
import { expectField, hold, reached } from './ahead';
import { latin, loosened, shown, single } from './combos';

export type Group = 'conversation' | 'list' | 'compose' | 'go' | 'app';

export interface Action {
  /** `room.verb`; its label is the string `action-room-verb`. Settings keep the keys under it. */
  id: string;
  group: Group;
  icon?: IconName;
  /** Combinations in tinykeys' words: `e`, `Shift+e`, `g m`, `$mod+k`, `?`. The first is the one that is shown. */
  keys?: string[];
  /** Whether it can be done now; where not, it is not offered and its keys do nothing. */
  when?: () => boolean;
  /** Works while one types. Its keys should carry a modifier. */
  typing?: boolean;
  /** Too basic for the palette (moving by one). */
  hidden?: boolean;
  /** It leads into a field: what is typed until that is there goes into it. */
  field?: boolean;
  /** Brings what it is about into sight; true: it was out of it, and a key does nothing to what nobody saw. */
  unseen?: () => boolean;
  run: () => void;
}

export const GROUPS: Group[] = ['conversation', 'list', 'compose', 'go', 'app'];
export const MAC = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

class Actions {
  /** In the order of registration. */
  all: Action[] = $state.raw([]);

  /** Adds actions; gives back how to take them away. An id that is there already is replaced. */
  register(...added: Action[]): () => void {
    const ids = new Set(added.map((action) => action.id));
    this.all = [...this.all.filter((action) => !ids.has(action.id)), ...added];
    return () => { this.all = this.all.filter((action) => !added.includes(action)); };
  }

  get(id: string): Action | undefined {
    return this.all.find((action) => action.id === id);
  }

  /** Does it, if it can be done now. */
  run(id: string): void {
    const action = this.get(id);
    if (action && (action.when?.() ?? true)) action.run();
  }
}

export const actions = new Actions();

export function labelOf(action: Action): string {
  return t(`action-${action.id.replaceAll('.', '-').replaceAll('_', '-')}`);
}

/** The combinations that do it now: the agent's own, or the usual ones; without single keys where those are turned off. */
export function combosOf(action: Action): string[] {
  const own = settings.keys[action.id];
  const all = own === undefined ? action.keys ?? [] : own.split(' | ').filter(Boolean);
  return settings.single_keys ? all : all.filter((combo) => !single(combo));
}

/** Its keys for showing, each apart by a space (`Ctrl K`); undefined when it has none. */
export function keysOf(id: string): string | undefined {
  const action = actions.get(id);
  const [first] = action ? combosOf(action) : [];
  return first && shown(first, MAC, (key) => t(`ui-key-${key}`)).join(' ');
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range', 'file', 'color'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** In a menu, a dialog, a popover the keys are theirs. */
function elsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=menu], [role=dialog], [role=alertdialog]') !== null;
}

/** Listens to the keys as they are bound now; gives back how to stop. Call it in an effect. */
export function listen(target: Window): () => void {
  let matched: Action[] = [];
  const bound = new Map<string, Action[]>();
  for (const action of actions.all) {
    for (const combo of combosOf(action)) bound.set(loosened(combo), [...bound.get(loosened(combo)) ?? [], action]);
  }
  // the longest first: of `g u` and `u` tinykeys takes the one that it finds first
  const steps = (combo: string) => combo.split(' ').length;
  const map = Object.fromEntries([...bound].sort(([a], [b]) => steps(b) - steps(a)).map(([combo, all]) => [combo, () => { matched = all; }]));
  const handler = createKeybindingsHandler(map, { ignore: () => false });

  function down(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return; // 229: an input method is at work
    if (hold(event, typing(event.target))) return event.preventDefault();
    matched = [];
    const key = latin(event);
    handler(key === event.key ? event : new KeyboardEvent('keydown', {
      key, code: event.code, ctrlKey: event.ctrlKey, altKey: event.altKey, shiftKey: event.shiftKey, metaKey: event.metaKey,
    }));
    const [inField, inDialog] = [typing(event.target), elsewhere(event.target)];
    const meant = matched.find((action) => (action.typing || !(inField || inDialog)) && (action.when?.() ?? true));
    if (!meant) return;
    event.preventDefault();
    if (meant.unseen?.()) return;
    if (meant.field) expectField();
    meant.run();
  }

  function focused(event: FocusEvent): void {
    const field = event.target;
    if (typing(field) && (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) reached(field);
  }

  target.addEventListener('keydown', down);
  target.addEventListener('focusin', focused);
  return () => {
    target.removeEventListener('keydown', down);
    target.removeEventListener('focusin', focused);
  };
}
