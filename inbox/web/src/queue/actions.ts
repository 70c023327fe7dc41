/** What one can do in the list by key: for what is selected, or for the row that is marked. */
import { actions } from '$/app/actions.svelte';
import { triage } from '$/triage/target.svelte';

export interface QueuePorts {
  move(step: 1 | -1): void;
  edge(end: 'first' | 'last'): void;
  open(): void;
  back(): void;
  /** The marked row. */
  active(): string | null;
  /** The marked row was out of sight and was brought into it. */
  unseen(): boolean;
  selected(): string[];
  inThread(): boolean;
  toggle(): void;
  extend(step: 1 | -1): void;
  all(): void;
  none(): void;
  merge(): void;
}

/** Registers them for as long as the list is there. */
export function registerQueueActions(ports: QueuePorts): () => void {
  const any = () => ports.active() !== null;
  const many = () => ports.selected().length > 0;
  const outside = () => !ports.inThread();
  const aimed = triage.aim(() => (many() ? ports.selected() : [ports.active()].filter((id) => id !== null)), ports.unseen);
  const registered = actions.register(
    { id: 'list.next', group: 'list', keys: ['j'], hidden: true, run: () => ports.move(1) },
    { id: 'list.previous', group: 'list', keys: ['k'], hidden: true, run: () => ports.move(-1) },
    { id: 'list.down', group: 'list', keys: ['ArrowDown'], hidden: true, when: outside, run: () => ports.move(1) },
    { id: 'list.up', group: 'list', keys: ['ArrowUp'], hidden: true, when: outside, run: () => ports.move(-1) },
    { id: 'list.first', group: 'list', keys: ['Home'], hidden: true, when: outside, run: () => ports.edge('first') },
    { id: 'list.last', group: 'list', keys: ['End'], hidden: true, when: outside, run: () => ports.edge('last') },
    { id: 'list.open', group: 'list', keys: ['o', 'Enter'], hidden: true, when: () => any() && outside(), run: ports.open },
    { id: 'list.clear', group: 'list', keys: ['Escape'], hidden: true, when: many, run: ports.none },
    { id: 'list.back', group: 'list', keys: ['u', 'Escape'], hidden: true, when: ports.inThread, run: ports.back },
    { id: 'list.select', group: 'list', keys: ['x'], icon: 'square-check', when: any, run: ports.toggle },
    { id: 'list.extend_down', group: 'list', keys: ['Shift+j', 'Shift+ArrowDown'], hidden: true, when: any, run: () => ports.extend(1) },
    { id: 'list.extend_up', group: 'list', keys: ['Shift+k', 'Shift+ArrowUp'], hidden: true, when: any, run: () => ports.extend(-1) },
    { id: 'list.select_all', group: 'list', keys: ['$mod+a'], icon: 'check-check', when: () => outside() || many() || document.activeElement?.role === 'listbox', run: ports.all },
    { id: 'list.merge', group: 'conversation', icon: 'git-merge', when: () => ports.selected().length > 1, run: ports.merge },
  );
  return () => {
    aimed();
    registered();
  };
}
