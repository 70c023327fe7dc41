/** The words of a question, and where they stand in a text: folded as the index folds them. Pure. */
import { OPERATORS } from './operators';

const TERM = /-?(?:[a-z]+:)?"[^"]*"?|\S+/gi;
const MARK = /\p{M}/u;

/** One character as the index has it: without case and accents, Arabic letters as Persian ones, digits as 0–9; '' for what it leaves out. */
function folded(char: string): string {
  if (MARK.test(char) || char === '\u0640' || char === '\u200c') return '';
  return char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[يىئ]/g, 'ی').replace(/ك/g, 'ک').replace(/[آأإ]/g, 'ا').replace(/ة/g, 'ه').replace(/ؤ/g, 'و')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** The plain words and phrases that are looked for, folded; what is left out by a minus or belongs to an operator is none. */
export function wordsOf(q: string): string[] {
  const found: string[] = [];
  for (const [term] of q.replace(/[“”„«»]/g, '"').matchAll(TERM)) {
    if (term.startsWith('-') && term.length > 1) continue;
    const colon = term.indexOf(':');
    if (colon > 0 && (OPERATORS as readonly string[]).includes(term.slice(0, colon).toLowerCase())) continue;
    const word = [...term.replaceAll('"', '').trim()].map(folded).join('');
    if (word) found.push(word);
  }
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}

export interface Piece {
  text: string;
  hit: boolean;
}

/** `text` in pieces, those that are looked for marked. A hit begins where a word begins. */
export function pieces(text: string, words: readonly string[]): Piece[] {
  const places: number[] = []; // for each folded character, where it stands in the text
  let plain = '';
  let at = 0;
  for (const char of text) {
    const one = folded(char);
    for (let n = 0; n < one.length; n += 1) places.push(at);
    plain += one;
    at += char.length;
  }
  const hits: [number, number][] = [];
  for (const word of words) {
    for (let from = plain.indexOf(word); from >= 0; from = plain.indexOf(word, from + word.length)) {
      if (from > 0 && /[\p{L}\p{N}]/u.test(plain[from - 1] ?? '')) continue;
      hits.push([places[from] ?? 0, places[from + word.length] ?? text.length]);
    }
  }
  hits.sort((a, b) => a[0] - b[0]);
  const found: Piece[] = [];
  let end = 0;
  for (const [from, to] of hits) {
    if (from < end) continue;
    if (from > end) found.push({ text: text.slice(end, from), hit: false });
    found.push({ text: text.slice(from, to), hit: true });
    end = to;
  }
  if (end < text.length) found.push({ text: text.slice(end), hit: false });
  return found;
}

/** The part of a long text in which the first hit shows. */
export function excerpt(text: string, words: readonly string[], lead = 24): string {
  if (!words.length) return text;
  const [before, first] = pieces(text, words);
  if (!before || before.hit || !first || before.text.length <= lead * 2) return text;
  const cut = before.text.indexOf(' ', before.text.length - lead);
  return `… ${text.slice(cut < 0 ? before.text.length - lead : cut + 1)}`;
}
