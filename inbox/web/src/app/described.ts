/** A list in words: what its filters are about, for a heading. */
import { session } from '$/data/session.svelte';
import type { ListQuery } from '$/data/types';
import { formatDate } from '$/i18n/format.svelte';
import { t } from '$/i18n/i18n.svelte';

const WHAT = ['received', 'sent', 'created', 'closed', 'replied', 'waiting'] as const;

/** `3 – 9 March`; `before` itself is not in it. */
function days(after: string | undefined, before: string | undefined, timeZone?: string): string {
  const last = before && new Date(Date.parse(before) - 1);
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', ...(timeZone ? { timeZone } : {}) };
  const [from, to] = [after && formatDate(after, options), last && formatDate(last, options)];
  if (from && to) return from === to ? from : t('queue-list-span', { from, to });
  return from ? t('queue-list-since', { from }) : to ? t('queue-list-until', { to }) : '';
}

/** A weekday and an hour of it, from the API's `1-09`. */
function slot(text: string): string {
  const [weekday = 1, hour = 0] = text.split('-').map(Number);
  const at = Date.UTC(2024, 0, weekday, hour); // the first of January 2024 was a Monday
  return formatDate(at, { weekday: 'long', hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
}

function nameIn(all: readonly { id: string; name: string }[], id: string, none: string): string {
  return id === 'none' ? t(none) : all.find((one) => one.id === id)?.name ?? id;
}

export function described(query: ListQuery): string {
  const parts: string[] = [];
  for (const what of WHAT) {
    const [after, before] = [query[`${what}_after`], query[`${what}_before`]];
    if (!after && !before) continue;
    parts.push(t(`queue-list-${what}`), days(after, before, query.tz));
  }
  if (query.waiting && !parts.includes(t('queue-list-waiting'))) parts.push(t('queue-list-waiting'));
  if (parts.length === 0) parts.push(query.status && query.status !== 'not_spam' ? t(`queue-view-${query.status}`) : t('queue-list-all'));
  if (query.received_slot) parts.push(slot(query.received_slot));
  if (query.channel) parts.push(query.channel);
  if (query.team) parts.push(nameIn(session.teams, query.team, 'queue-list-no-team'));
  const agents = session.agents.values();
  if (query.assignee) parts.push(query.assignee === 'me' ? session.me.name : nameIn(agents, query.assignee, 'queue-view-unassigned'));
  if (query.sent_by && query.sent_by !== query.assignee) parts.push(nameIn(agents, query.sent_by, 'queue-nobody'));
  if (query.tag) parts.push(query.tag);
  if (query.q) parts.push(query.q);
  return parts.filter(Boolean).join(' · ');
}
