/** What the report on the screen is about: it stands in the address, so that it can be sent to a colleague and come back to. */
import { createCalendar, type CalendarIdentifier } from '@internationalized/date';
import { listView, queueHref, router } from '$/app/router.svelte';
import { href, type Query } from '$/data/api';
import { timeZone } from '$/data/settings.svelte';
import type { ListQuery } from '$/data/types';
import { dayOf } from '$/i18n/format.svelte';
import { tag } from '$/i18n/i18n.svelte';
import { daysOf, type Days } from './period';

export const FILTERS = ['channel', 'team', 'agent', 'tag'] as const;
export type Filter = (typeof FILTERS)[number];

/** The calendar in which the agent reads months. */
function calendar() {
  return createCalendar(new Intl.DateTimeFormat(tag()).resolvedOptions().calendar as CalendarIdentifier);
}

export function days(): Days {
  return daysOf(router.route.query, dayOf(Date.now()), calendar());
}

export const given = (name: Filter): string => router.route.query.get(name) ?? '';
export const compares = (): boolean => router.route.query.get('compare') !== 'no';
export const by = (): Filter => FILTERS.find((one) => one === router.route.query.get('by')) ?? 'channel';

/** The parameters of `GET /reports`. */
export function parameters(): Query {
  const { from, to } = days();
  return { from, to, tz: timeZone(), compare: compares(), ...Object.fromEntries(FILTERS.map((name) => [name, given(name) || undefined])) };
}

export const csvHref = () => href('/reports/csv', parameters());

/** Changes the address; an empty value takes its name out. */
export function ask(patch: Record<string, string>): void {
  const query = new URLSearchParams(router.route.query);
  for (const [name, value] of Object.entries(patch)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString();
  router.go(`/reports${text && `?${text}`}`, { replace: true });
}

/** The list of exactly the conversations that a figure counts. */
export function listHref(query: Record<string, string>): string {
  return queueHref(listView(query as ListQuery));
}
