import { expect, test } from 'vitest';
import { bold, enter, italic, lines, link, quoted, type Edit, type Field } from '$/composer/markdown';

/** `|` marks the selection's ends in a text. */
function field(marked: string): Field {
  const [a = '', b, c] = marked.split('|');
  return c === undefined ? { value: a + (b ?? ''), start: a.length, end: a.length } : { value: a + (b ?? '') + c, start: a.length, end: a.length + (b ?? '').length };
}
function done(marked: string, edit: (of: Field) => Edit | null): string | null {
  const of = field(marked);
  const found = edit(of);
  if (!found) return null;
  const text = of.value.slice(0, found.from) + found.text + of.value.slice(found.to);
  return found.start === found.end ? `${text.slice(0, found.start)}|${text.slice(found.start)}`
    : `${text.slice(0, found.start)}|${text.slice(found.start, found.end)}|${text.slice(found.end)}`;
}

test.each([
  ['a |b| c', 'a **|b|** c'],
  ['a **|b|** c', 'a |b| c'],
  ['a |**b**| c', 'a |b| c'],
  ['a| b |c', 'a **|b|** c'],
  ['a |', 'a **|**'],
])('bold: %s', (before, after) => {
  expect(done(before, bold)).toBe(after);
});

test('italic and link', () => {
  expect(done('|x|', italic)).toBe('_|x|_');
  expect(done('see |here|', link)).toBe('see [here](|https://|)');
  expect(done('|https://example.com|', link)).toBe('[|](https://example.com)');
  expect(done('a |', link)).toBe('a [|](https://)');
});

test.each([
  ['one|', 'bullet', '- one|'],
  ['- one|', 'bullet', 'one|'],
  ['|one\ntwo|', 'bullet', '|- one\n- two|'],
  ['|one\n\ntwo|', 'number', '|1. one\n\n2. two|'],
  ['|- one\n- two|', 'number', '|1. one\n2. two|'],
  ['|1. one\n2. two|', 'number', '|one\ntwo|'],
  ['a\n|b\n|c', 'quote', 'a\n|> b|\nc'],
  ['|', 'bullet', '- |'],
] as const)('lines: %j %s', (before, kind, after) => {
  expect(done(before, (of) => lines(of, kind))).toBe(after);
});

test.each([
  ['- one|', '- one\n- |'],
  ['9. nine|', '9. nine\n10. |'],
  ['- one\n- |', '- one\n|'],
  ['plain|', null],
])('enter: %j', (before, after) => {
  expect(done(before, enter)).toBe(after);
});

test('quoted', () => {
  expect(quoted('a\n\n> b\n')).toBe('> a\n>\n>> b');
});
