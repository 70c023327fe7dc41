/** Reads Fluent sources by their entries: enough to merge languages and to compare them, not a parser. */

export interface Entry {
  id: string;
  source: string;
}

/** The messages and terms of one source, in their order; comments are left out. */
export function entries(source: string): Entry[] {
  const found: Entry[] = [];
  for (const line of source.replaceAll('\r\n', '\n').split('\n')) {
    const id = /^(-?[a-zA-Z][\w-]*) *=/.exec(line)?.[1];
    const last = found.at(-1);
    if (id) found.push({ id, source: line });
    else if (last && (/^[ }]/.test(line) || line === '')) last.source += `\n${line}`;
  }
  return found.map(({ id, source: text }) => ({ id, source: text.trimEnd() }));
}

/** `own`, and of `fallback` what `own` lacks. */
export function merged(own: string, fallback: string): string {
  const mine = entries(own);
  const known = new Set(mine.map((entry) => entry.id));
  return [...mine, ...entries(fallback).filter((entry) => !known.has(entry.id))].map((entry) => entry.source).join('\n');
}

const ACCENTS: Record<string, string> = {
  a: 'á', b: 'ƀ', c: 'ç', d: 'ď', e: 'é', f: 'ƒ', g: 'ĝ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ľ', m: 'ɱ', n: 'ñ', o: 'ó', p: 'þ',
  q: 'ɋ', r: 'ř', s: 'š', t: 'ť', u: 'ú', v: 'ṽ', w: 'ŵ', x: 'ẋ', y: 'ý', z: 'ž', A: 'Á', B: 'Ɓ', C: 'Ç', D: 'Ď', E: 'É', F: 'Ƒ',
  G: 'Ĝ', H: 'Ĥ', I: 'Í', J: 'Ĵ', K: 'Ķ', L: 'Ľ', M: 'Ṁ', N: 'Ñ', O: 'Ó', P: 'Þ', Q: 'Ɋ', R: 'Ř', S: 'Š', T: 'Ť', U: 'Ú', V: 'Ṽ',
  W: 'Ŵ', X: 'Ẋ', Y: 'Ý', Z: 'Ž',
};

/** The pseudo-locale of a source: accented and about a third longer, so that what is cut off or not translated shows. */
export function pseudo(source: string): string {
  return entries(source).map(({ source: text }) => {
    let depth = 0;
    return text.split('\n').map((line) => {
      const start = /^(-?[a-zA-Z][\w-]* *= ?|\s*\.[\w-]+ *= ?|\s*\*?\[[\w-]+\] ?|\s*)/.exec(line)?.[0] ?? '';
      let out = start;
      let letters = 0;
      const outer = /^\s*\*?\[/.test(start) ? 1 : 0; // a choice's text stands inside its selector's braces
      for (const char of line.slice(start.length)) {
        if (char === '{') depth += 1;
        const inside = depth > outer;
        out += inside ? char : (ACCENTS[char] ?? char);
        if (!inside && char in ACCENTS) letters += 1;
        if (char === '}') depth -= 1;
      }
      return letters > 3 ? `${out} ${'~'.repeat(Math.ceil(letters / 3))}` : out;
    }).join('\n');
  }).join('\n');
}
