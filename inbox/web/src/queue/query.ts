/** Which list an address asks for: its view's filters, and over them what stands in the query. Pure. */
import { filters, queueHref, type Route } from '$/app/places';
import type { ListQuery } from '$/data/types';

/** What an address may carry beside its view's own filters. */
const CARRIED = ['sort', 'unread'] as const satisfies readonly (keyof ListQuery)[];

/** The day that `before:` and `after:` mean begins where the agent is. */
const DAYS = /(?:^|\s)-?(?:before|after):\S/i;

export function queryOf(route: Pick<Route, 'view' | 'query'>, zone: string): ListQuery {
  const q = (route.query.get('q') ?? '').trim();
  const given: Record<string, string> = { ...filters(route.view, q) } as Record<string, string>;
  for (const name of CARRIED) {
    const value = route.query.get(name);
    if (value) given[name] = value;
  }
  if (DAYS.test(q)) given.tz ??= zone;
  return given as ListQuery;
}

/** The address of a conversation in the list that `route` shows; null: of the list itself. */
export function hrefIn(route: Pick<Route, 'view' | 'query'>, conversation: string | null): string {
  const rest = route.query.toString();
  return queueHref(route.view || 'open', conversation) + (rest && `?${rest}`);
}

/** The same list with one filter changed; null takes it away. */
export function hrefWith(route: Pick<Route, 'view' | 'query' | 'conversation'>, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return hrefIn({ view: route.view, query }, route.conversation);
}

/** What names the list in this tab's memory. */
export function placeName(route: Pick<Route, 'view' | 'query'>): string {
  return `${route.view || 'open'}?${route.query.toString()}`;
}
