/**
 * How long a text is where it goes. The server has the last word (`too_long`); this says it while one types, by the ways of counting
 * that a channel's features name: characters, SMS (3GPP TS 23.038), or X's weights (twitter-text, version 3).
 */

export type Measure = 'characters' | 'sms' | 'weighted';

/** What `features` of a channel say, as far as the composer goes by it. Whatever is missing is as if the service had no limit. */
export interface Features {
  sends: boolean;
  text_limit: number | null;
  text_unit: string;
  text_measure: Measure;
  html: boolean;
  subject: boolean;
  media: string[];
  media_count: number;
  media_bytes: number;
  cc: boolean;
  max_recipients: number;
  first_message: boolean;
  window_options: string[];
}

const NONE: Features = {
  sends: true, text_limit: null, text_unit: 'characters', text_measure: 'characters', html: false, subject: false, media: [],
  media_count: 0, media_bytes: 0, cc: false, max_recipients: 1, first_message: true, window_options: [],
};

export function features(given: Record<string, unknown> | undefined): Features {
  const known = Object.fromEntries(Object.entries(given ?? {}).filter(([name, value]) => name in NONE && value !== undefined));
  return { ...NONE, ...known };
}

/** A service of short texts between two people, where a held message would be odd: no subject, no copies. */
export function chatLike(of: Features): boolean {
  return !of.subject && !of.cc && !of.html;
}

// ---------------------------------------------------------------- letters as people count them

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Letters as a reader sees them: 👩‍👩‍👧 is one, and so is é however it was typed. */
export function graphemes(text: string): string[] {
  return [...letters.segment(text)].map((one) => one.segment);
}

/** Python and most services count code points, not UTF-16 units. */
export function points(text: string): number {
  let found = 0;
  for (const _ of text) found += 1;
  return found;
}

// ---------------------------------------------------------------- SMS

const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

export interface Sms {
  encoding: 'gsm7' | 'ucs2';
  /** Units in all: septets, or UTF-16 units. */
  units: number;
  /** The parts in which it travels; what does not fit whole (an escape pair, a surrogate pair) moves to the next. */
  segments: string[];
  /** Units that the last segment still takes. */
  left: number;
  /** The letters that GSM 03.38 lacks, each once: what made it UCS-2. */
  culprits: string[];
}

/** How a text travels by SMS. */
export function sms(text: string): Sms {
  const culprits = [...new Set([...text].filter((char) => !BASIC.has(char) && !EXTENDED.has(char)))];
  const wide = culprits.length > 0;
  const cost = wide ? (char: string) => char.length : (char: string) => (EXTENDED.has(char) ? 2 : 1);
  const units = [...text].reduce((sum, char) => sum + cost(char), 0);
  const single = wide ? 70 : 160;
  const size = units <= single ? single : wide ? 67 : 153;
  const segments: string[] = [];
  let [part, used] = ['', 0];
  for (const char of text) {
    if (used + cost(char) > size) {
      segments.push(part);
      [part, used] = ['', 0];
    }
    part += char;
    used += cost(char);
  }
  if (part) segments.push(part);
  return { encoding: wide ? 'ucs2' : 'gsm7', units, segments, left: size - used, culprits };
}

// ---------------------------------------------------------------- X

const LINK = 23;
const LIGHT: [number, number][] = [[0, 4351], [8192, 8205], [8208, 8223], [8242, 8247]];
/** Names that are links without http:// in front; the same as the server knows. */
const BARE = 'com|net|org|info|biz|edu|gov|io|ai|app|dev|shop|store|online|site|xyz|blog|cloud|tech|club|page|link|live|news|support|help|email|world|today|agency';
const TAIL = '[^\\s<>"\\u2e80-\\uffff]*';
const URLS = new RegExp(
  `https?://[^\\s<>"/?#\\u2e80-\\uffff]+${TAIL}`
  + `|(?<![\\w@.$#/-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+(?:${BARE})(?![\\w@-]|\\.\\w)(?:[/?#]${TAIL})?`, 'gi');
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

/** Links of a text, without the punctuation that ends a sentence: [start, end] each. */
export function links(text: string): [number, number][] {
  return [...text.matchAll(URLS)].map((found) => {
    let link = found[0];
    while (/[.,;:!?'")\]}…]$/.test(link)) {
      if (link.endsWith(')') && link.split(')').length <= link.split('(').length) break;
      link = link.slice(0, -1);
    }
    return [found.index, found.index + link.length];
  });
}

function plainWeight(text: string): number {
  let sum = 0;
  for (const letter of graphemes(text)) {
    const heavy = (char: string) => !LIGHT.some(([low, high]) => low <= (char.codePointAt(0) ?? 0) && (char.codePointAt(0) ?? 0) <= high);
    const emoji = EMOJI.test(letter) && (letter.length > 1 || heavy(letter));
    sum += emoji ? 2 : [...letter].reduce((all, char) => all + (heavy(char) ? 2 : 1), 0);
  }
  return sum;
}

/** The weighted length of a post: a link 23, a letter of East Asia 2, an emoji 2 however composed, the rest 1. */
export function weighted(text: string): number {
  const whole = text.normalize('NFC');
  let [sum, place] = [0, 0];
  for (const [start, end] of links(whole)) {
    sum += plainWeight(whole.slice(place, start)) + LINK;
    place = end;
  }
  return sum + plainWeight(whole.slice(place));
}

// ---------------------------------------------------------------- for the eye

export interface Length {
  used: number;
  /** Null: there is no limit. */
  limit: number | null;
  left: number | null;
  over: boolean;
  sms: Sms | null;
}

export function length(text: string, of: Features): Length {
  const trimmed = text.trim(); // as the server keeps it
  const used = of.text_measure === 'weighted' ? weighted(trimmed) : points(trimmed);
  const limit = of.text_limit;
  return {
    used, limit, left: limit === null ? null : limit - used, over: limit !== null && used > limit,
    sms: of.text_measure === 'sms' ? sms(trimmed) : null,
  };
}

/** Parts of at most `limit`, cut where a paragraph, a sentence or at least a word ends, never within a letter. */
export function split(text: string, of: Features): string[] {
  const { text_limit: limit } = of;
  const measure = of.text_measure === 'weighted' ? weighted : points;
  let rest = text.trim();
  if (limit === null) return rest ? [rest] : [];
  const parts: string[] = [];
  while (rest && measure(rest) > limit) {
    const head = longest(rest, limit, measure);
    const marks = ['\n\n', '\n', '. ', '! ', '? ', '。', ' '];
    const cut = marks.map((mark) => ({ mark, at: head.lastIndexOf(mark) })).find(({ at }) => at >= head.length / 2);
    const end = cut ? cut.at + cut.mark.length : head.length;
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return [...parts, rest].filter(Boolean);
}

function longest(text: string, limit: number, measure: (text: string) => number): string {
  const all = graphemes(text);
  let [low, high] = [1, all.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(all.slice(0, middle).join('')) <= limit) low = middle;
    else high = middle - 1;
  }
  return all.slice(0, low).join('');
}

export type MediaFault = 'none' | 'type' | 'count' | 'bytes';

/** What the service would refuse of these files, before a byte of them is sent; null: it takes them. */
export function mediaFault(files: { media_type: string; size: number }[], of: Features): { fault: MediaFault; at: number } | null {
  if (!files.length) return null;
  if (!of.media.length) return { fault: 'none', at: 0 };
  if (of.media_count && files.length > of.media_count) return { fault: 'count', at: of.media_count };
  const odd = files.findIndex((file) => !of.media.some((kind) => matches(file.media_type, kind)));
  if (odd >= 0) return { fault: 'type', at: odd };
  let sum = 0;
  const heavy = files.findIndex((file) => (sum += file.size) > of.media_bytes);
  return of.media_bytes && heavy >= 0 ? { fault: 'bytes', at: heavy } : null;
}

function matches(type: string, kind: string): boolean {
  return kind === '*/*' || kind === type.toLowerCase() || (kind.endsWith('/*') && type.toLowerCase().startsWith(kind.slice(0, -1)));
}
