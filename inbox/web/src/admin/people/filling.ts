/** Canned replies filled in for a preview, with the same rule as the server's (`inbox/desk/filling.py`). Pure. */

export const VARIABLES = [
  'contact.first_name', 'contact.name', 'agent.first_name', 'agent.name', 'conversation.subject', 'conversation.id', 'channel.name',
] as const;
const VARIABLE = /\{\{\s*([a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3})\s*(?:\|([^{}]{0,200}))?\}\}/g;

export interface Piece {
  text: string;
  /** `value`: filled in; `missing`: nothing is known, and no other word was given. */
  kind: 'text' | 'value' | 'missing';
}

/** The text in pieces. A variable without a value shows its own word; without either it shows as it was written. */
export function filled(text: string, values: Record<string, string>): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(VARIABLE)) {
    const [whole, name = '', other] = found;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index), kind: 'text' });
    const value = values[name] ?? '';
    if (value || other !== undefined) pieces.push({ text: value || (other ?? '').trim(), kind: 'value' });
    else pieces.push({ text: whole, kind: 'missing' });
    at = found.index + whole.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: 'text' });
  return pieces;
}

/** Variables of a text that no conversation has. */
export function unknown(text: string): string[] {
  const names = [...text.matchAll(VARIABLE)].map((found) => found[1] ?? '');
  return [...new Set(names)].filter((name) => !(VARIABLES as readonly string[]).includes(name));
}
