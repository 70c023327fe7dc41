/** What one is about to pick while typing: a canned reply by `;` or `/`, an emoji by `:`, a colleague by `@`. Pure. */

export interface Trigger {
  kind: 'canned' | 'emoji' | 'mention';
  /** Where the sign stands; from there to the caret is replaced by what is picked. */
  from: number;
  query: string;
}

export function triggerAt(value: string, caret: number, note: boolean): Trigger | null {
  const start = value.lastIndexOf('\n', caret - 1) + 1;
  const line = value.slice(start, caret);
  const canned = /^([;/])((?:[\p{L}\p{M}\p{N}_-]+ ?){0,4})$/u.exec(line);
  if (canned) return { kind: 'canned', from: start, query: canned[2] ?? '' };
  const emoji = /(?:^|[\s(])(:[a-z0-9_+-]{2,30})$/i.exec(line);
  if (emoji) return { kind: 'emoji', from: caret - (emoji[1] ?? '').length, query: (emoji[1] ?? '').slice(1).toLowerCase() };
  const mention = note ? /(?:^|[\s(])(@[\p{L}\p{M}\p{N}._-]{0,40})$/u.exec(line) : null;
  if (mention) return { kind: 'mention', from: caret - (mention[1] ?? '').length, query: (mention[1] ?? '').slice(1) };
  return null;
}

/** Whom a note names: `@Ada Lovelace` as it was picked or typed. A longer name wins over one that it begins with. */
export function mentioned(text: string, agents: readonly { id: string; name: string }[]): string[] {
  let rest = text;
  const found: string[] = [];
  for (const agent of [...agents].sort((a, b) => b.name.length - a.name.length)) {
    if (!agent.name) continue;
    const name = `@${agent.name}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}@.])${name}(?![\\p{L}\\p{N}])`, 'giu');
    if (!pattern.test(rest)) continue;
    found.push(agent.id);
    rest = rest.replace(pattern, ' ');
  }
  return found;
}

const VARIABLE = /\{\{\s*[a-z_]{1,40}(?:\.[a-z_]{1,40}){0,3}\s*(?:\|[^{}]{0,200})?\}\}/g;

/** Variables that nobody has filled in, with their places. */
export function unresolved(text: string): { variable: string; from: number; to: number }[] {
  return [...text.matchAll(VARIABLE)].map((one) => ({ variable: one[0], from: one.index, to: one.index + one[0].length }));
}
