/** Addresses of the page, read and written. Pure. */
import type { ListQuery } from '$/data/types';

export type Room = 'queue' | 'contacts' | 'admin' | 'reports' | 'settings' | 'new' | 'nowhere';
export interface Route {
  room: Room;
  /** Of the queue: its view, such as `mine` or `tag.vip`. */
  view: string;
  conversation: string | null;
  message: string | null;
  /** Of other rooms: the parts of the path behind the room. */
  rest: string[];
  query: URLSearchParams;
}

const ROOMS: readonly string[] = ['contacts', 'admin', 'reports', 'settings', 'new'];

export function parse(url: URL): Route {
  const parts = url.pathname.split('/').filter(Boolean).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part; // a stray % is what it is
    }
  });
  const route: Route = { room: 'nowhere', view: '', conversation: null, message: null, rest: parts.slice(1), query: url.searchParams };
  const [room = ''] = parts;
  if (room === 'queue') return { ...route, room, view: parts[1] ?? '', conversation: parts[2] ?? null, message: parts[3] ?? null };
  if (room === '') return { ...route, room: 'queue' };
  if (room === 'search') return { ...route, room: 'queue', view: 'search' };
  return ROOMS.includes(room) ? { ...route, room: room as Room } : route;
}

/** The filters of a view's list, as the server has them too (`inbox/api/page.py`). */
export function filters(view: string, q = ''): ListQuery {
  const [kind = '', name = ''] = view.includes('.') ? [view.slice(0, view.indexOf('.')), view.slice(view.indexOf('.') + 1)] : [];
  if (kind === 'channel' || kind === 'team' || kind === 'tag' || kind === 'view') return { [kind]: name };
  if (kind === 'list') return Object.fromEntries(new URLSearchParams(name));
  switch (view) {
    case 'mine': return { assignee: 'me' };
    case 'unassigned': return { assignee: 'none', sort: 'oldest_waiting' };
    case 'mentions': return { mentions: 'me' };
    case 'all': return { status: 'all' };
    case 'snoozed': case 'closed': case 'spam': return { status: view };
    case 'failed': return { delivery: 'failed' };
    case 'uncertain': return { delivery: 'uncertain' };
    case 'search': return { status: 'all', q };
    default: return {};
  }
}

/** The view that lists what these filters find: a figure's conversations, say. */
export function listView(query: ListQuery): string {
  return `list.${new URLSearchParams(Object.entries(query)).toString()}`;
}

/** The address of a view, a conversation in it, a message in that. The search keeps its words. */
export function queueHref(view: string, conversation?: string | null, message?: string | null, q = ''): string {
  const path = ['queue', view, conversation, message].filter((part): part is string => Boolean(part)).map(encodeURIComponent).join('/');
  return `/${path}${view === 'search' && q ? `?q=${encodeURIComponent(q)}` : ''}`;
}
