/** How well what was typed fits a text: for pickers and the palette. */

const MARKS = /\p{M}/gu;

/** Without case and accents; Arabic letters as Persian ones, all digits as 0–9. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase()
    .replace(/[يى]/g, 'ی').replace(/ك/g, 'ک').replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** 0 where it does not fit; higher is better. Every word of `typed` must be in `text`, or its letters in their order. */
export function score(text: string, typed: string): number {
  const [where, words] = [fold(text), fold(typed).split(/\s+/).filter(Boolean)];
  let sum = 1;
  for (const word of words) {
    const found = where.indexOf(word);
    if (found === 0) sum += 10;
    else if (found > 0) sum += /[\s\p{P}]/u.test(where[found - 1] ?? '') ? 7 : 4;
    else if (inOrder(where, word)) sum += 1;
    else return 0;
  }
  return sum + 1 / (1 + where.length);
}

function inOrder(text: string, word: string): boolean {
  let from = 0;
  for (const char of word) {
    from = text.indexOf(char, from) + 1;
    if (from === 0) return false;
  }
  return word.length > 1;
}
