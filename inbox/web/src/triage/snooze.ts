/**
 * When a snoozed conversation comes back: from a few words in six languages to a moment in the agent's time zone. Wall-clock words
 * ("tomorrow 9") mean the clock on the wall also across a change to summer time; "in 3 hours" means three hours.
 */
import { fromAbsolute, type ZonedDateTime } from '@internationalized/date';

export interface Clock {
  now: Date;
  zone: string;
  /** 1 Monday … 7 Sunday: what "next week" begins with. */
  firstDay?: number;
}

const MORNING = 9;
const PARTS = { morning: MORNING, noon: 12, afternoon: 14, evening: 18, night: 20 } as const;
type Part = keyof typeof PARTS;
type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months';

/** What people write, folded; longer words first where one holds another. Named groups are put together below. */
const DAYS: [number, string][] = [
  [2, 'day after tomorrow|übermorgen|uebermorgen|پس ?فردا|நாளை மறுநாள்|нөгөөдөр|samakalawa'],
  [1, 'tomorrow|tomorow|tmrw|tmr|tom|morgen|فردا|நாளை|маргааш|bukas'],
  [0, 'later today|today|heute|امروز|இன்று|өнөөдөр|ngayong araw|ngayon'],
];
const DAY_PARTS: [Part, string][] = [
  ['morning', 'in the morning|morning|früh|vormittags?|صبح|காலை|өглөө|umaga'],
  ['noon', 'noon|midday|mittags?|ظهر|நண்பகல்|үд|tanghali'],
  ['afternoon', 'in the afternoon|afternoon|nachmittags?|بعد ?از ?ظهر|பிற்பகல்|үдээс хойш|hapon'],
  ['evening', 'in the evening|evening|abends?|عصر|மாலை|орой|gabi'],
  ['night', 'tonight|night|nachts?|شب|இரவு|шөнө'],
];
const UNITS: [Unit, string][] = [
  ['minutes', 'minutes?|minuten?|mins?|دقیقه|நிமிட(?:ங்கள்|ங்களில்|த்தில்|ம்)?|минут(?:ын)?|minuto'],
  ['hours', 'hours?|hrs?|stunden?|std|ساعت|மணி ?நேர(?:ங்கள்|த்தில்|ம்)?|цаг(?:ийн)?|oras|h'],
  ['days', 'days?|tage?n?|روز|நாட்கள(?:ில்)?|நாட்கள்|நாளில்|நாள்|өдр(?:ийн)|өдөр|хоног(?:ийн)?|araw|d'],
  ['weeks', 'weeks?|wochen?|هفته|வாரங்கள(?:ில்)?|வாரங்கள்|வாரத்தில்|வாரம்|долоо ?хоног(?:ийн)?|linggo|wks?|w'],
  ['months', 'months?|monate?n?|ماه|மாதங்கள(?:ில்)?|மாதங்கள்|மாதத்தில்|மாதம்|сар(?:ын)?|buwan|mo'],
];
/** Monday is 1. */
const WEEKDAYS: [number, string][] = [
  [1, 'monday|mon|montag|mo|دوشنبه|திங்கட்கிழமை|திங்கள்|даваа|lunes'],
  [2, 'tuesday|tues?|dienstag|di|سه ?شنبه|செவ்வாய்(?:க்கிழமை)?|мягмар|martes'],
  [3, 'wednesday|wed|mittwoch|mi|چهار ?شنبه|புதன்(?:கிழமை)?|лхагва|miyerkules'],
  [4, 'thursday|thurs?|thu|donnerstag|do|پنج ?شنبه|வியாழன்|வியாழக்கிழமை|пүрэв|huwebes'],
  [5, 'friday|fri|freitag|fr|جمعه|வெள்ளி(?:க்கிழமை)?|баасан|biyernes'],
  [6, 'saturday|sat|samstag|sonnabend|sa|شنبه|சனி(?:க்கிழமை)?|бямба|sabado'],
  [7, 'sunday|sun|sonntag|so|یک ?شنبه|ஞாயிறு|ஞாயிற்றுக்கிழமை|ням|linggo'],
];
const MONTHS = [
  'january|januar|jan|enero', 'february|februar|feb|pebrero', 'march|märz|mar|mrz|marso', 'april|apr|abril', 'may|mai|mayo', 'june|juni|jun|hunyo',
  'july|juli|jul|hulyo', 'august|aug|agosto', 'september|sept?|setyembre', 'october|oktober|oct|okt|oktubre', 'november|nov|nobyembre',
  'december|dezember|dec|dez|disyembre'];
const NEXT_WEEK = 'next week|nächste woche|naechste woche|kommende woche|هفته ?(?:ی )?(?:بعد|آینده|دیگر)|அடுத்த வாரம்|дараагийн долоо ?хоног|ирэх долоо ?хоног|susunod na linggo';
const NEXT_MONTH = 'next month|nächsten monat|naechsten monat|ماه (?:بعد|آینده)|அடுத்த மாதம்|дараагийн сар|ирэх сар|susunod na buwan';
const WEEKEND = 'this weekend|weekend|wochenende|آخر هفته|வார இறுதி|амралтын өдөр|katapusan ng linggo';
const NOISE = new RegExp(
  '^(?:at|on|um|am|den|the|der|in|nach|next|this|kommenden?|nächsten?|for|für|für|until|bis|till|later|from now|uhr|ساعت|در|تا|دیگر|بعد|آینده|மணிக்கு|மணி|பிறகு|கழித்து|'
  + 'дараа|цагт|цаг|sa|pa|ng|na|susunod|alas|pagkatapos|loob|and|und|و|,|\\.|@)$', 'u');

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/[يى]/g, 'ی').replace(/ك/g, 'ک').replace(/\u200c/g, ' ').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/\s+/g, ' ').trim();
}

/** Takes what is understood out of a text, piece by piece. */
class Reader {
  constructor(public rest: string) {}

  take(words: string): RegExpExecArray | null {
    const found = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${words})(?![\\p{L}\\p{M}\\p{N}])`, 'u').exec(this.rest);
    if (found) this.rest = `${this.rest.slice(0, found.index)} ${this.rest.slice(found.index + found[0].length)}`.replace(/\s+/g, ' ').trim();
    return found;
  }

  of<T>(list: [T, string][]): T | null {
    for (const [value, words] of list) if (this.take(words)) return value;
    return null;
  }

  get understood(): boolean {
    return this.rest.split(' ').every((word) => !word || NOISE.test(word));
  }
}

interface Time {
  hour: number;
  minute: number;
}

function timeOf(reader: Reader): Time | null | 'wrong' {
  const found = reader.take('(\\d{1,2})(?:[:.٫](\\d{2}))?\\s*(am|pm|a\\.m\\.?|p\\.m\\.?)')
    ?? reader.take('(\\d{1,2})[:.](\\d{2})()(?:\\s*(?:uhr|h))?') ?? reader.take('(\\d{1,2})()()\\s*(?:uhr|o’clock|o\'clock|h)');
  const bare = found ?? reader.take('(\\d{1,2})()()');
  if (!bare) return null;
  let hour = Number(bare[1]);
  const [minute, half] = [Number(bare[2] || 0), (bare[3] ?? '')[0]];
  if (half && (hour < 1 || hour > 12)) return 'wrong';
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  return hour > 23 || minute > 59 ? 'wrong' : { hour, minute };
}

const clean = { second: 0, millisecond: 0 };
const set = (at: ZonedDateTime, time: Time) => at.set({ ...time, ...clean });
const weekday = (at: ZonedDateTime) => ((new Date(Date.UTC(at.year, at.month - 1, at.day)).getUTCDay() + 6) % 7) + 1;

/** A date by numbers or a month's name: `2026-12-24`, `24.12.`, `24 dec`, `dec 24`. */
function dateOf(reader: Reader, now: ZonedDateTime): ZonedDateTime | null | 'wrong' {
  const iso = reader.take('(\\d{4})-(\\d{1,2})-(\\d{1,2})');
  const dotted = iso ? null : reader.take('(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?');
  let given = iso ? [iso[1], iso[2], iso[3]].map(Number) : dotted ? [Number(dotted[3] ?? 0), Number(dotted[2]), Number(dotted[1])] : null;
  for (let n = 0; n < MONTHS.length && !given; n += 1) {
    const found = reader.take(`(\\d{1,2})\\.?(?:st|nd|rd|th)? (?:${MONTHS[n]})\\.?(?: (\\d{4}))?`)
      ?? reader.take(`(?:${MONTHS[n]})\\.? (\\d{1,2})(?:st|nd|rd|th)?(?![:.\\d])(?:,? (\\d{4}))?`);
    if (found) given = [Number(found[2] ?? 0), n + 1, Number(found[1])];
  }
  if (!given) return null;
  const [year = 0, month = 0, day = 0] = given;
  if (month < 1 || month > 12 || day < 1) return 'wrong';
  const made = now.set({ year: year || now.year, month, day });
  if (made.day !== day || made.month !== month) return 'wrong';
  const past = made.set({ hour: 23, minute: 59 }).compare(now) < 0;
  return !year && past ? made.add({ years: 1 }) : made;
}

/** The moment that the words name, always in the future; null: they name none. */
export function parse(text: string, clock: Clock): Date | null {
  const reader = new Reader(fold(text));
  if (!reader.rest) return null;
  const now = fromAbsolute(clock.now.getTime(), clock.zone);
  const span = spanOf(reader);
  if (span) {
    const [unit, count] = span;
    if (count < 1 || count > 1000) return null;
    const exact = unit === 'minutes' || unit === 'hours';
    const time = exact ? null : reader.of(DAY_PARTS) ?? timeOf(reader);
    if (time === 'wrong' || !reader.understood) return null;
    if (exact) return new Date(clock.now.getTime() + count * (unit === 'hours' ? 3_600_000 : 60_000));
    return ahead(set(now.add({ [unit]: count }), hourOf(time) ?? { hour: MORNING, minute: 0 }), now);
  }
  const day = dayOf(reader, now, clock.firstDay ?? 1);
  if (day === 'wrong') return null;
  const part = reader.of(DAY_PARTS);
  const typed = timeOf(reader);
  if (typed === 'wrong' || !reader.understood) return null;
  let time = typed ?? hourOf(part);
  if (typed && part && typed.hour < 12 && (part === 'evening' || part === 'night' || part === 'afternoon')) time = { ...typed, hour: typed.hour + 12 };
  if (!day && !time) return null;
  if (!day) {
    const at = set(now, time as Time);
    return ahead(at.compare(now) > 0 ? at : set(now.add({ days: 1 }), time as Time), now);
  }
  if (day === 'today') return time ? ahead(set(now, time), now) : later(clock);
  return ahead(set(day, time ?? { hour: MORNING, minute: 0 }), now);
}

const ahead = (at: ZonedDateTime, now: ZonedDateTime) => (at.compare(now) > 0 ? at.toDate() : null);

function hourOf(of: Part | Time | null): Time | null {
  return typeof of === 'string' ? { hour: PARTS[of], minute: 0 } : of;
}

function spanOf(reader: Reader): [Unit, number] | null {
  for (const [unit, words] of UNITS) {
    const found = reader.take(`(?:in |nach |sa |for |für )?(?:(\\d{1,4})|(an?|one|eine[rmn]?|یک|ஒரு|нэг|isang)) ?(?:${words})`);
    if (found) return [unit, Number(found[1] ?? 1)];
  }
  return null;
}

function dayOf(reader: Reader, now: ZonedDateTime, firstDay: number): ZonedDateTime | 'today' | null | 'wrong' {
  const dated = dateOf(reader, now);
  if (dated) return dated;
  if (reader.take(NEXT_MONTH)) return now.add({ months: 1 }).set({ day: 1 });
  if (reader.take(WEEKEND)) return now.add({ days: (6 - weekday(now) + 7) % 7 || 7 });
  const week = reader.take(NEXT_WEEK) !== null;
  const days = reader.of(DAYS);
  if (days !== null && !week) return days ? now.add({ days }) : 'today';
  const named = namedDay(reader);
  const untilWeek = (firstDay - weekday(now) + 7) % 7 || 7;
  if (week) return now.add({ days: untilWeek + (named === null ? 0 : (named - firstDay + 7) % 7) });
  if (named === null) return null;
  const away = (named - weekday(now) + 7) % 7;
  if (away > 0) return now.add({ days: away });
  const time = timeOf(new Reader(reader.rest));
  const passed = time === 'wrong' || set(now, time ?? { hour: MORNING, minute: 0 }).compare(now) <= 0;
  return passed ? now.add({ days: 7 }) : now;
}

/** The longest name of a weekday wins: شنبه stands within all others. */
function namedDay(reader: Reader): number | null {
  const longest = [...WEEKDAYS].sort((a, b) => Number(a[0] === 6) - Number(b[0] === 6));
  return reader.of(longest);
}

/** In about three hours, at a full hour; null when the day is over by then. */
export function later(clock: Clock): Date | null {
  const now = fromAbsolute(clock.now.getTime(), clock.zone);
  const at = now.add({ hours: 3, minutes: 59 }).set({ minute: 0, ...clean });
  return at.day === now.day && at.hour <= 21 ? at.toDate() : null;
}

export interface Preset {
  id: 'later' | 'tomorrow' | 'week' | 'month' | 'answer';
  /** Null: until an answer comes. */
  at: Date | null;
}

/** What is offered without typing, in order. */
export function presets(clock: Clock): Preset[] {
  const now = fromAbsolute(clock.now.getTime(), clock.zone);
  const nine = { hour: MORNING, minute: 0 };
  const first = clock.firstDay ?? 1;
  const found: Preset[] = [
    { id: 'later', at: later(clock) },
    { id: 'tomorrow', at: set(now.add({ days: 1 }), nine).toDate() },
    { id: 'week', at: set(now.add({ days: (first - weekday(now) + 7) % 7 || 7 }), nine).toDate() },
    { id: 'month', at: set(now.add({ months: 1 }).set({ day: 1 }), nine).toDate() },
  ];
  return [...found.filter((one) => one.at !== null), { id: 'answer', at: null }];
}

/** A day of the picker (`2026-03-04`) and a time (`14:30`) as a moment; null when it is past or none. */
export function moment(day: string, time: string, clock: Clock): Date | null {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const [hour = NaN, minute = 0] = time.split(':').map(Number);
  if (!year || !month || !date || Number.isNaN(hour)) return null;
  const now = fromAbsolute(clock.now.getTime(), clock.zone);
  const at = now.set({ year, month, day: date, hour, minute, ...clean });
  return ahead(at, now);
}
