/** What could stand where one is typing a question: an operator, or a value of it. Pure. */
import { score } from '$/ui/fuzzy';
import { OPERATORS, type Operator } from './operators';

export type Vocabulary = Partial<Record<Operator, readonly { value: string; label?: string }[]>>;
export interface Suggestion {
  id: string;
  /** What is put in place of the term. */
  insert: string;
  label: string;
  operator: Operator;
  /** An operator alone: its value is still to come. */
  open: boolean;
}

const TERM = /-?(?:[a-z]+:)?"[^"]*"?|\S+/gi;
const MOST = 8;

/** The term at the caret: where it stands, and its parts. */
export function termAt(q: string, caret: number): { from: number; to: number; minus: string; operator: Operator | null; value: string } {
  for (const found of q.matchAll(TERM)) {
    const [from, to] = [found.index, found.index + found[0].length];
    if (caret < from || caret > to) continue;
    const minus = found[0].startsWith('-') && found[0].length > 1 ? '-' : '';
    const rest = found[0].slice(minus.length);
    const colon = rest.indexOf(':');
    const name = rest.slice(0, Math.max(0, colon)).toLowerCase() as Operator;
    const operator = colon > 0 && OPERATORS.includes(name) ? name : null;
    return { from, to, minus, operator, value: (operator ? rest.slice(colon + 1) : rest).replaceAll('"', '') };
  }
  return { from: caret, to: caret, minus: '', operator: null, value: '' };
}

const quoted = (value: string) => (/\s/.test(value) ? `"${value}"` : value);

export function suggest(q: string, caret: number, vocabulary: Vocabulary): Suggestion[] {
  const term = termAt(q, caret);
  const { operator, minus } = term;
  if (!operator) {
    const typed = term.value.toLowerCase();
    return OPERATORS.filter((name) => name.startsWith(typed) && (typed || !q.trim()))
      .map((name) => ({ id: name, insert: `${minus}${name}:`, label: `${name}:`, operator: name, open: true }));
  }
  const values = (vocabulary[operator] ?? []).map((one) => ({ ...one, n: term.value ? score(`${one.value} ${one.label ?? ''}`, term.value) : 1 }));
  const found = values.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).slice(0, MOST);
  if (found.length === 1 && found[0]?.value.toLowerCase() === term.value.toLowerCase()) return []; // it stands there already
  return found.map(({ value, label }) => ({
    id: `${operator}:${value}`, insert: `${minus}${operator}:${quoted(value)} `, label: label ?? value, operator, open: false,
  }));
}

/** The question with the term at the caret replaced, and where the caret is then. */
export function complete(q: string, caret: number, insert: string): { q: string; caret: number } {
  const { from, to } = termAt(q, caret);
  const rest = insert.endsWith(' ') ? q.slice(to).trimStart() : q.slice(to);
  return { q: q.slice(0, from) + insert + rest, caret: from + insert.length };
}

/** The question without one of its terms, as the server names it. */
export function without(q: string, term: string): string {
  const at = q.indexOf(term);
  return at < 0 ? q : `${q.slice(0, at)} ${q.slice(at + term.length)}`.replace(/\s+/g, ' ').trim();
}
