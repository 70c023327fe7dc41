/** What one can do in the list by key. */
import { actions } from '$/app/actions.svelte';
import { changeConversations } from '$/app/undo.svelte';
import { conversations, markUnread } from '$/data/conversations.svelte';
import type { ConversationPatch } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import { triage } from '$/triage/target.svelte';

export interface QueuePorts {
  move(step: 1 | -1): void;
  edge(end: 'first' | 'last'): void;
  open(): void;
  back(): void;
  /** The conversation that actions mean. */
  active(): string | null;
  inThread(): boolean;
}

/** Registers them for as long as the list is there. */
export function registerQueueActions(ports: QueuePorts): () => void {
  const any = () => ports.active() !== null;
  const row = () => conversations.get(ports.active() ?? '');
  const change = (patch: ConversationPatch, text: string) => {
    const id = ports.active();
    if (id) changeConversations([id], patch, t(text));
  };
  const aimed = triage.aim(() => [ports.active()].filter((id) => id !== null));
  const registered = actions.register(
    { id: 'list.next', group: 'list', keys: ['j'], hidden: true, run: () => ports.move(1) },
    { id: 'list.previous', group: 'list', keys: ['k'], hidden: true, run: () => ports.move(-1) },
    { id: 'list.open', group: 'list', keys: ['o', 'Enter'], hidden: true, when: () => any() && !ports.inThread(), run: ports.open },
    { id: 'list.back', group: 'list', keys: ['u', 'Escape'], hidden: true, when: ports.inThread, run: ports.back },
    { id: 'conversation.close', group: 'conversation', keys: ['e'], icon: 'archive', when: () => any() && row()?.status !== 'closed', run: () => {
      const id = ports.active();
      ports.move(1);
      if (id) changeConversations([id], { status: 'closed' }, t('queue-done-closed'));
    } },
    { id: 'conversation.reopen', group: 'conversation', keys: ['Shift+e'], icon: 'mail-open', when: () => any() && row()?.status !== 'open', run: () => change({ status: 'open' }, 'queue-done-reopened') },
    { id: 'conversation.take', group: 'conversation', keys: ['i'], icon: 'user-check', when: any, run: () => change({ assignee: 'me' }, 'queue-done-taken') },
    { id: 'conversation.unread', group: 'conversation', keys: ['m'], icon: 'mail', when: any, run: () => {
      const id = ports.active();
      if (id) markUnread({ id });
      if (ports.inThread()) ports.back();
    } },
  );
  return () => {
    aimed();
    registered();
  };
}
