/** Plain text of strangers as pieces: text stays text, links become links, quotes can be folded. Pure; nothing makes HTML of it. */

export type Piece = { text: string } | { text: string; href: string; /** Where it really leads, when the words pretend otherwise. */ host?: string };

const FOUND = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u00ab\u00bb\u2018\u2019\u201c\u201d\u202a-\u202e\u2066-\u2069]+|\b[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+\b|(?<![\w+])\+[0-9\u06f0-\u06f9](?:[ ()./-]{0,2}[0-9\u06f0-\u06f9]){6,14}(?!\w)/giu;
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

/** Where the quoted end of a text begins; null when there is none, or when nothing stands before it. */
export function quoteStart(text: string): number | null {
  const lines = text.split('\n');
  let at = 0;
  const starts = lines.map((line) => { const start = at; at += line.length + 1; return start; });
  const answered = (from: number) => lines.slice(from).some((line) => line.trim() && !line.startsWith('>'));
  for (const [n, line] of lines.entries()) {
    const after = lines.slice(n + 1);
    const quoted = after.find((one) => one.trim())?.startsWith('>') ?? false;
    const whole = RULE.test(line) || (HEADER.test(line) && after.slice(0, 3).some((one) => /^(?:Sent|Date|To|Gesendet|Datum|An|Subject|Betreff|تاریخ|به): /iu.test(one)));
    const said = WROTE.test(line) && quoted && !answered(n + 1);
    const bare = line.startsWith('>') && !answered(n);
    if (!whole && !said && !bare) continue;
    const start = starts[n] ?? 0;
    return text.slice(0, start).trim() ? start : null;
  }
  return null;
}

/** Where the signature begins: the line that is `-- ` (RFC 3676, 4.3). */
export function signatureStart(text: string): number | null {
  const found = /(?:^|\n)-- ?\n/.exec(text);
  return found && text.slice(0, found.index).trim() && text.length - found.index < 1500 ? found.index : null;
}
