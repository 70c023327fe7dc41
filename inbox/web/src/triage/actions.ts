/** Close, assign, snooze, tag, spam and the rest by key, for whatever is selected or open. */
import { actions, type Action } from '$/app/actions.svelte';
import { changeConversations } from '$/app/undo.svelte';
import { markUnread } from '$/data/conversations.svelte';
import { session } from '$/data/session.svelte';
import { t } from '$/i18n/i18n.svelte';
import { triage } from './target.svelte';

/** What is not there (any more) cannot be changed. */
const some = () => triage.rows.length > 0;

/** Once, with the page. */
export function registerTriage(): void {
  const all: Action[] = [
    {
      id: 'conversation.close', group: 'conversation', keys: ['e'], icon: 'archive', when: () => triage.rows.some((row) => row.status !== 'closed'),
      run: () => {
        changeConversations(triage.ids, { status: 'closed' }, t('queue-done-closed', { count: triage.ids.length }));
        if (triage.alone) actions.run('list.back');
      },
    },
    {
      id: 'conversation.reopen', group: 'conversation', keys: ['Shift+e'], icon: 'mail-open', when: () => triage.rows.some((row) => row.status !== 'open'),
      run: () => changeConversations(triage.ids, { status: 'open' }, t('queue-done-reopened', { count: triage.ids.length })),
    },
    {
      id: 'conversation.take', group: 'conversation', keys: ['i'], icon: 'user-check', when: some,
      run: () => changeConversations(triage.ids, { assignee: 'me' }, t('queue-done-taken', { count: triage.ids.length })),
    },
    {
      id: 'conversation.unread', group: 'conversation', keys: ['m'], icon: 'mail', when: some,
      run: () => {
        triage.ids.forEach((id) => markUnread({ id }));
        if (triage.opened) actions.run('list.back');
      },
    },
    { id: 'conversation.assign', group: 'conversation', keys: ['a'], icon: 'user-plus', when: some, field: true, run: () => triage.open('assign') },
    { id: 'conversation.snooze', group: 'conversation', keys: ['s'], icon: 'alarm-clock', when: some, field: true, run: () => triage.open('snooze') },
    { id: 'conversation.tag', group: 'conversation', keys: ['t', 'l'], icon: 'tag', when: some, field: true, run: () => triage.open('tag') },
    {
      id: 'conversation.spam', group: 'conversation', keys: ['!'], icon: 'ban', when: () => triage.rows.some((row) => row.status !== 'spam'),
      run: () => changeConversations(triage.ids, { status: 'spam' }, t('triage-done-spam', { count: triage.ids.length })),
    },
    {
      id: 'conversation.delete', group: 'conversation', keys: ['#'], icon: 'trash-2',
      when: () => triage.rows.some((row) => session.me.role === 'admin' || row.status === 'closed' || row.status === 'spam'),
      run: () => triage.open('delete'),
    },
  ];
  actions.register(...all.map((one) => ({ ...one, unseen: triage.unseen })));
}
