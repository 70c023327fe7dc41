/** Numbers, dates, lists and sizes in the agent's language, calendar, digits and time zone. */
import { settings, timeZone } from '$/data/settings.svelte';
import { locale, t, tag, writesDates } from './i18n.svelte';
import { ownDate, ownSpan } from './own';

const made = new Map<string, unknown>();

/** One formatter for each set of options: making one costs more than all its uses. */
function once<T>(kind: string, options: object, make: (tag: string) => T): T {
  const key = `${kind} ${tag()} ${timeZone()} ${JSON.stringify(options)}`;
  let one = made.get(key) as T | undefined;
  if (!one) made.set(key, one = make(tag()));
  return one;
}

type Moment = Date | string | number;
const date = (at: Moment) => (at instanceof Date ? at : new Date(at));

export function formatDate(at: Moment, options: Intl.DateTimeFormatOptions): string {
  if (writesDates()) return ownDate(t, date(at), timeZone(), options);
  if (options.dateStyle === 'full' && locale() === 'fa' && settings.calendar !== 'gregory') { // Chromium has no pattern for it: year first, Latin comma
    return `${formatDate(at, { weekday: 'long' })} ${formatDate(at, { ...options, dateStyle: 'long' })}`;
  }
  return once('date', options, (name) => new Intl.DateTimeFormat(name, { timeZone: timeZone(), ...options })).format(date(at));
}

/** `Tue, 4 March 2026, 14:05`: what a short time stands for. */
export const fullTime = (at: Moment) => formatDate(at, { dateStyle: 'full', timeStyle: 'short' });
export const clockTime = (at: Moment) => formatDate(at, { timeStyle: 'short' });

/** The day of a moment in the agent's time zone, for comparing (`2026-03-04`). */
export function dayOf(at: Moment): string {
  return once('day', {}, () => new Intl.DateTimeFormat('en-CA', { timeZone: timeZone(), dateStyle: 'short' })).format(date(at));
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return once('number', options, (name) => new Intl.NumberFormat(name, options)).format(value);
}

export function formatList(values: string[], type: 'conjunction' | 'disjunction' | 'unit' = 'conjunction', style: 'long' | 'narrow' = 'long'): string {
  if (writesDates()) return type === 'disjunction' && values.length > 1 ? `${values.slice(0, -1).join(', ')} ${t('dates-or')} ${values.at(-1)}` : values.join(', ');
  return once('list', { type, style }, (name) => new Intl.ListFormat(name, { type, style })).format(values);
}

/** Bytes as people say them: `1.4 MB`. */
export function formatSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return formatNumber(bytes / 1000 ** step, {
    style: 'unit', unit: units[step], unitDisplay: 'short', maximumFractionDigits: step > 1 ? 1 : 0,
  });
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['minute', 60], ['hour', 3600], ['day', 86400]];

/** `5 min. ago`, `in 2 days`; null beyond a week, where a date says more. */
export function relative(at: Moment, now: number, style: 'narrow' | 'long' = 'narrow'): string | null {
  const seconds = (date(at).getTime() - now) / 1000;
  const far = Math.abs(seconds);
  if (far >= 7 * 86400) return null;
  const format = (value: number, unit: Intl.RelativeTimeFormatUnit) => (writesDates() ? ownSpan(t, value, unit, style)
    : once('relative', { style }, (name) => new Intl.RelativeTimeFormat(name, { style, numeric: 'auto' })).format(value, unit));
  if (far < 45) return format(0, 'second');
  const [unit, size] = STEPS.findLast(([, least]) => far >= least * 0.95) ?? ['minute', 60];
  return format(Math.round(seconds / size) || Math.sign(seconds), unit);
}

/** What a row has room for: `14:05` today, `Tue` this week, `4 Mar` this year, `4 Mar 2024`. */
export function brief(at: Moment, now: number): string {
  const far = Math.abs(now - date(at).getTime());
  if (far < 3_540_000) return relative(at, now) ?? '';
  if (dayOf(at) === dayOf(now)) return clockTime(at);
  if (far < 6 * 86_400_000) return formatDate(at, { weekday: 'short' });
  const sameYear = dayOf(at).slice(0, 4) === dayOf(now).slice(0, 4);
  return formatDate(at, sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' });
}

interface WeekInfo { firstDay: number; weekend: number[] }

/** First day (1 Monday … 7 Sunday) and weekend of the agent's region. */
export function week(): WeekInfo {
  const here = new Intl.Locale(tag().split('-u-')[0] ?? 'en') as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return here.getWeekInfo?.() ?? here.weekInfo ?? (locale() === 'fa' ? { firstDay: 6, weekend: [5] } : { firstDay: 1, weekend: [6, 7] });
}

/** The name of a language or a region in the agent's language. */
export function nameOf(code: string, type: 'language' | 'region' = 'language'): string {
  return once('names', { type }, (name) => new Intl.DisplayNames(name, { type, fallback: 'code' })).of(code) ?? code;
}

