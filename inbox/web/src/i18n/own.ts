/**
 * Dates and spans of time in a language that the browser has no patterns for (Chromium knows no Mongolian): what Intl would say, from
 * the strings of `dates.ftl`. Gregorian days, 24 hours. Pure but for the strings.
 */
export type Say = (key: string, args?: Record<string, string | number>) => string;

/** What a language calls itself, where the browser does not know. */
export const OWN_NAMES: Record<string, string> = { mn: 'Монгол' };

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const two = (n: number) => String(n).padStart(2, '0');

interface Parts {
  year: number;
  month: number;
  day: number;
  /** 1 Monday … 7 Sunday */
  weekday: number;
  time: string;
}

const made = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: Date, timeZone: string): Parts {
  const format = made.get(timeZone) ?? new Intl.DateTimeFormat('en', {
    timeZone, year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
  made.set(timeZone, format);
  const found = new Map(format.formatToParts(at).map((one) => [one.type, one.value]));
  return {
    year: Number(found.get('year')), month: Number(found.get('month')), day: Number(found.get('day')),
    weekday: DAYS.indexOf(found.get('weekday') ?? '') + 1, time: `${found.get('hour')}:${found.get('minute')}`,
  };
}

/** What `options` asks for. Fields that nobody asks for here (seconds, eras) are left out. */
export function ownDate(say: Say, at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const { year, month, day, weekday, time } = partsOf(at, options.timeZone ?? timeZone);
  const { dateStyle } = options;
  const whole = dateStyle === 'full' || dateStyle === 'long' || dateStyle === 'medium';
  let date = '';
  if (dateStyle === 'short') date = say('dates-short', { year: String(year), month: two(month), day: two(day) });
  else if (whole || options.day) {
    date = say('dates-day', { month: say('dates-month-of', { n: month }), day: String(day) });
    if (whole || options.year) date = say('dates-with-year', { year: String(year), date });
  } else if (options.month) date = say('dates-month', { n: month });
  const named = dateStyle === 'full' ? 'long' : options.weekday;
  const name = named ? say(named === 'long' ? 'dates-weekday' : 'dates-weekday-short', { n: weekday }) : '';
  const dated = date && name ? say(named === 'long' ? 'dates-with-weekday' : 'dates-with-weekday-short', { date, weekday: name }) : date || name;
  const timed = options.timeStyle || options.hour ? time : '';
  return dated && timed ? say('dates-with-time', { date: dated, time: timed }) : dated || timed;
}

/** `numeric: 'auto'`: the day before is yesterday. */
export function ownSpan(say: Say, value: number, unit: string, style: 'narrow' | 'long'): string {
  const n = Math.abs(value);
  if (n === 0) return say('dates-now');
  if (unit === 'day' && n === 1) return say(value < 0 ? 'dates-yesterday' : 'dates-tomorrow');
  return say(`dates-${unit}-${value < 0 ? 'ago' : 'ahead'}${style === 'narrow' ? '-short' : ''}`, { n });
}
