/** Assign, snooze, tag, spam by key, for whatever is selected or open. Close, reopen, take and unread are the list's: they move in it. */
import { actions } from '$/app/actions.svelte';
import { changeConversations } from '$/app/undo.svelte';
import { session } from '$/data/session.svelte';
import { t } from '$/i18n/i18n.svelte';
import { triage } from './target.svelte';

const some = () => triage.ids.length > 0;

/** Once, with the page. */
export function registerTriage(): void {
  actions.register(
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
  );
}
