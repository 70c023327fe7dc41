/** The days of a report: from the address, in the agent's calendar and time zone. Pure. */
import { type Calendar, endOfMonth, parseDate, startOfMonth, toCalendar } from '@internationalized/date';

export const PERIODS = ['7', '30', '90', 'month', 'last_month', 'custom'] as const;
export type Period = (typeof PERIODS)[number];
export interface Days {
  period: Period;
  /** `2026-03-04`, both included. */
  from: string;
  to: string;
}
const MOST = 366;

/** `2026-03-04`, or null for anything else. */
function day(text: string | null): string | null {
  try {
    return text === null ? null : parseDate(text).toString();
  } catch {
    return null;
  }
}

/** The days that an address asks for. `today`: in the agent's time zone; `calendar`: whose months are meant. */
export function daysOf(query: URLSearchParams, today: string, calendar: Calendar): Days {
  const now = parseDate(today);
  const asked = query.get('period') as Period | null;
  const period = asked && PERIODS.includes(asked) ? asked : '30';
  if (period === 'month' || period === 'last_month') {
    const there = toCalendar(now, calendar);
    const first = startOfMonth(period === 'month' ? there : there.subtract({ months: 1 }));
    const plain = (date: typeof there) => toCalendar(date, now.calendar).toString();
    return { period, from: plain(first), to: period === 'month' ? today : plain(endOfMonth(first)) };
  }
  if (period === 'custom') {
    const to = day(query.get('to')) ?? today;
    const from = day(query.get('from')) ?? parseDate(to).subtract({ days: 29 }).toString();
    const [first, last] = from <= to ? [from, to] : [to, from];
    const least = parseDate(last).subtract({ days: MOST - 1 }).toString();
    return { period, from: first < least ? least : first, to: last };
  }
  return { period, from: now.subtract({ days: Number(period) - 1 }).toString(), to: today };
}

/** The change of a figure as a part of what it was; null where there was nothing to compare with. */
export function change(now: number | null, before: number | null): number | null {
  return now === null || !before ? null : (now - before) / before;
}

/** 1 to 5: how much a figure is among its likes; 0 for none. */
export function level(n: number, most: number): number {
  return n === 0 || most === 0 ? 0 : Math.max(1, Math.ceil((n / most) * 5));
}
