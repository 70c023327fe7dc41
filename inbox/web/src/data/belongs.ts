/** Whether a conversation belongs to a list, and where: pure, as far as the page can know it. */
import type { Conversation, ListQuery } from './types';

/** What a row says by itself; of all other filters only the server can. */
const KNOWABLE: ReadonlySet<string> = new Set([
  'status', 'assignee', 'channel', 'tag', 'team', 'contact', 'delivery', 'unread', 'waiting', 'created_after', 'created_before', 'waiting_after', 'waiting_before', 'sort',
  'tz',
]);

/** True or false where the row says it; null where only the server knows. `me` is the asker's id. */
export function belongs(row: Conversation, query: ListQuery, me: string): boolean | null {
  const status = query.status ?? (query.delivery || query.mentions || query.q || query.view ? 'all' : 'open');
  if (row.status === 'merged' || (status === 'not_spam' ? row.status === 'spam' : status !== 'all' && row.status !== status)) return false;
  if (query.assignee === 'me' && row.assignee?.id !== me) return false;
  if (query.assignee === 'none' && row.assignee) return false;
  if (query.assignee && query.assignee !== 'me' && query.assignee !== 'none' && row.assignee?.id !== query.assignee) return false;
  if (query.channel && row.channel !== query.channel) return false;
  if (query.tag && !row.tags.includes(query.tag)) return false;
  if (query.team && (row.team?.id ?? 'none') !== query.team) return false;
  if (query.contact && row.contact?.id !== query.contact) return false;
  if (query.delivery && row.delivery !== query.delivery) return false;
  if (query.unread && !row.unread) return false;
  if (query.waiting && !row.waiting_since) return false;
  if (query.created_after && row.created_at < query.created_after) return false;
  if (query.created_before && row.created_at >= query.created_before) return false;
  if (query.waiting_after && (row.waiting_since ?? '') < query.waiting_after) return false;
  if (query.waiting_before && (row.waiting_since ?? '~') >= query.waiting_before) return false;
  if (query.mentions === 'me' && row.mentioned) return true;
  return Object.entries(query).some(([name, value]) => value && !KNOWABLE.has(name)) ? null : true;
}

function moment(row: Conversation): string {
  return row.last_message?.at ?? row.created_at;
}

/** Ids count upwards: of two texts the longer one is the later. */
export function byId(a: { id: string }, b: { id: string }): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Negative: `a` stands before `b`. */
function newer(a: Conversation, b: Conversation): number {
  const [at, bt] = [moment(a), moment(b)];
  return at === bt ? byId(b, a) : at > bt ? -1 : 1;
}

export function order(sort: ListQuery['sort']): (a: Conversation, b: Conversation) => number {
  if (sort === 'oldest') return (a, b) => newer(b, a);
  if (sort !== 'oldest_waiting') return newer;
  return (a, b) => { // who waits, the longest first; then the rest by their ids, as the server does
    if (!a.waiting_since !== !b.waiting_since) return a.waiting_since ? -1 : 1;
    if (a.waiting_since && b.waiting_since && a.waiting_since !== b.waiting_since) return a.waiting_since < b.waiting_since ? -1 : 1;
    return byId(a, b);
  };
}

/**
 * `ids` with `row` at its place, or without it. `more`: the list goes on behind what is loaded, so what would be the last is left
 * out: it comes with its page.
 */
export function placed(
  ids: readonly string[], row: Conversation, there: boolean, sort: ListQuery['sort'], more: boolean,
  get: (id: string) => Conversation | undefined,
): readonly string[] {
  const was = ids.indexOf(row.id);
  if (!there) return was < 0 ? ids : ids.toSpliced(was, 1);
  const rest = was < 0 ? ids : ids.toSpliced(was, 1);
  const compare = order(sort);
  let [low, high] = [0, rest.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = get(rest[middle] as string);
    if (other && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  if (low === rest.length && more && was < 0) return rest;
  return low === was ? ids : rest.toSpliced(low, 0, row.id);
}
