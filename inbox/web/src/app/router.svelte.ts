/** Where one is. Everything on the page that can be come back to has an address (History API); links are plain `<a href>`. */
import { createSubscriber } from 'svelte/reactivity';
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

/** The address of a view, a conversation in it, a message in that. The search keeps its words. */
export function queueHref(view: string, conversation?: string | null, message?: string | null, q = ''): string {
  const path = ['queue', view, conversation, message].filter((part): part is string => Boolean(part)).map(encodeURIComponent).join('/');
  return `/${path}${view === 'search' && q ? `?q=${encodeURIComponent(q)}` : ''}`;
}

class Router {
  #changed: () => void = () => undefined;
  #subscribe = createSubscriber((update) => {
    this.#changed = update;
    return () => { this.#changed = () => undefined; };
  });
  #route: Route;

  constructor() {
    this.#route = parse(new URL(location.href));
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** Reactive. */
  get route(): Route {
    this.#subscribe();
    return this.#route;
  }

  /** Goes to a path of the page; `replace` leaves no step to go back to. */
  go(path: string, { replace = false } = {}): void {
    if (path === location.pathname + location.search) return;
    if (replace) history.replaceState(history.state, '', path);
    else history.pushState({ n: (this.depth + 1) }, '', path);
    this.#read();
  }

  /** How many steps of this page lie behind. */
  get depth(): number {
    return (history.state as { n?: number } | null)?.n ?? 0;
  }

  /** One step back if it stays in the page, else to `path`. */
  back(path: string): void {
    if (this.depth > 0) history.back();
    else this.go(path, { replace: true });
  }

  #read(): void {
    this.#route = parse(new URL(location.href));
    this.#changed();
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (parse(new URL(link.href)).room === 'nowhere') return; // /login, /api/docs: the server's
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();

/** What a place should look like when one comes back to it: scroll offsets, selections. Lives as long as the tab. */
export function remember(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(`inbox.${name}`, JSON.stringify(value));
  } catch { /* full or forbidden: one comes back to the top */ }
}

export function recall<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(`inbox.${name}`) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
