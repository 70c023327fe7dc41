/** Plain text of strangers as pieces: text stays text, links become links, quotes can be folded. Pure; nothing makes HTML of it. */

export type Piece = { text: string } | { text: string; href: string; /** Where it really leads, when the words pretend otherwise. */ host?: string };

const FOUND = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u202a-\u202e\u2066-\u2069]{1,2000}|\b[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+\b|(?<![\w+])\+[0-9\u06f0-\u06f9](?:[ ()./-]{0,2}[0-9\u06f0-\u06f9]){6,14}(?!\w)/giu;
/** In longer texts nobody looks for links. */
const LINKED_MOST = 200_000;
const TRAILING = /[.,;:!?…。、،؛؟]+$/u;
const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** A link without the punctuation of the sentence around it; a bracket stays when it was opened inside. */
function trimmed(found: string): string {
  let text = found;
  for (;;) {
    const before = text;
    text = text.replace(TRAILING, '');
    for (const [open, close] of ['()', '[]', '{}']) {
      if (open && close && text.endsWith(close) && text.split(open).length < text.split(close).length) text = text.slice(0, -1);
    }
    if (text === before) return text;
  }
}

const western = (digits: string) => digits.replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));

/** The address of a found text; null when it is none that may be followed. */
export function href(text: string): string | null {
  const plain = text.includes('@') && !/^https?:|^www\./i.test(text) ? `mailto:${text}`
    : text.startsWith('+') ? `tel:+${western(text).replace(/\D/g, '')}`
      : /^www\./i.test(text) ? `https://${text}` : text;
  try {
    const url = new URL(plain);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** `text` in pieces, in order; joined they are the text again. */
export function linked(text: string): Piece[] {
  if (text.length > LINKED_MOST) return [{ text }];
  const out: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(FOUND)) {
    const words = trimmed(found[0]);
    const to = words && href(words);
    if (!to) continue;
    if (found.index > from) out.push({ text: text.slice(from, found.index) });
    const host = disguise(words, to);
    out.push(host ? { text: words, href: to, host } : { text: words, href: to });
    from = found.index + words.length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

const base = (host: string) => host.toLowerCase().replace(/^www\./, '').replace(/\.$/, '');

/** The true host of a link whose words name another one, or whose host only looks like what it is; undefined for an honest one. */
export function disguise(words: string, to: string): string | undefined {
  let url: URL;
  try {
    url = new URL(to);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username || url.password) return url.host; // https://bank.example@elsewhere.example
  const named = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?::\d+)?(?:[/?#\s]|$)/iu.exec(words)?.[1];
  if (named === undefined) return undefined;
  const shown = base(named);
  const true_ = base(url.hostname);
  let ascii = shown;
  try {
    ascii = base(new URL(`https://${shown}`).hostname);
  } catch { /* no host at all: it differs */ }
  if (ascii !== true_) return url.host;
  return true_.includes('xn--') ? url.host : undefined; // letters of other alphabets: show how they are really written
}

const WROTE = /^(?:[^\n]{0,200}(?:\bwrote|\bschrieb|\ba écrit|\bescribió|\bha scritto|\bescreveu|نوشت|\bнаписал[аи]?|\bсчидгэв)[^\n]{0,80}:|(?:On|Am|Le|El|Il|Em|در) [^\n]{0,300}:)\s*$/iu;
const RULE = /^(?:-{2,} ?(?:Original Message|Ursprüngliche Nachricht|Forwarded message|Weitergeleitete Nachricht|پیام اصلی)[^\n]*|_{20,})\s*$/iu;
const HEADER = /^(?:From|Von|De|Da|از|فرستنده): .+$/iu;
const SECOND = /^(?:Sent|Date|To|Gesendet|Datum|An|Subject|Betreff|تاریخ|به): /iu;

/** Where the quoted end of a text begins; null when there is none, or when nothing stands before it. Takes time by the text's length alone. */
export function quoteStart(text: string): number | null {
  const lines = text.split('\n');
  const blank = lines.map((line) => !line.trim());
  const quoted = lines.map((line) => line.startsWith('>'));
  const answeredAt = lines.findLastIndex((_, n) => !blank[n] && !quoted[n]); // behind it there is nothing but quotes
  const next: number[] = []; // the first line behind each that is not blank
  for (let n = lines.length - 1, found = lines.length; n >= 0; n -= 1) {
    next[n] = found;
    if (!blank[n]) found = n;
  }
  let start = 0;
  for (const [n, line] of lines.entries()) {
    const whole = RULE.test(line) || (HEADER.test(line) && lines.slice(n + 1, n + 4).some((one) => SECOND.test(one)));
    const said = quoted[next[n] ?? -1] === true && answeredAt <= n && line.length < 400 && WROTE.test(line);
    const bare = quoted[n] === true && answeredAt < n;
    if (whole || said || bare) return text.slice(0, start).trim() ? start : null;
    start += line.length + 1;
  }
  return null;
}

/** Where the signature begins: the line that is `-- ` (RFC 3676, 4.3). */
export function signatureStart(text: string): number | null {
  const found = /(?:^|\n)-- ?\n/.exec(text);
  return found && text.slice(0, found.index).trim() && text.length - found.index < 1500 ? found.index : null;
}
