/**
 * Help with Markdown in a plain text field. Each edit is a replacement that goes through the browser's own editing, so that
 * Ctrl+Z takes it back like typing.
 */

export interface Field {
  value: string;
  start: number;
  end: number;
}
/** Replace [from, to) by `text`, then select [start, end). */
export interface Edit {
  from: number;
  to: number;
  text: string;
  start: number;
  end: number;
}

/** `**` or `_` around the selection, or taken away where they are there already. */
export function wrap({ value, start, end }: Field, mark: string): Edit {
  const inner = value.slice(start, end);
  const n = mark.length;
  if (inner.length >= 2 * n && inner.startsWith(mark) && inner.endsWith(mark)) {
    return { from: start, to: end, text: inner.slice(n, -n), start, end: end - 2 * n };
  }
  if (value.slice(start - n, start) === mark && value.slice(end, end + n) === mark && start >= n) {
    return { from: start - n, to: end + n, text: inner, start: start - n, end: end - n };
  }
  const lead = /^\s*/.exec(inner)?.[0].length ?? 0; // `** word**` would not be bold
  const tail = inner.trim() ? /\s*$/.exec(inner)?.[0].length ?? 0 : 0;
  const [from, to] = [start + (inner.trim() ? lead : 0), end - tail];
  return { from, to, text: mark + value.slice(from, to) + mark, start: from + n, end: to + n };
}

export const bold = (field: Field) => wrap(field, '**');
export const italic = (field: Field) => wrap(field, '_');

/** `[words](address)`; what is left to be typed is selected. */
export function link({ value, start, end }: Field): Edit {
  const inner = value.slice(start, end);
  if (/^https?:\/\/\S+$/.test(inner.trim())) {
    return { from: start, to: end, text: `[](${inner.trim()})`, start: start + 1, end: start + 1 };
  }
  const at = start + inner.length + 3;
  return { from: start, to: end, text: `[${inner}](https://)`, start: inner ? at : start + 1, end: inner ? at + 8 : start + 1 };
}

const ITEM = { bullet: /^(\s*)[-*] /, number: /^(\s*)\d+[.)] /, quote: /^(\s*)> ?/ };

/** Lines of the selection become a list or a quotation, or cease to be one. */
export function lines({ value, start, end }: Field, kind: keyof typeof ITEM): Edit {
  const from = value.lastIndexOf('\n', start - 1) + 1;
  const next = value.indexOf('\n', end > start && value[end - 1] === '\n' ? end - 1 : end);
  const to = next < 0 ? value.length : next;
  const all = value.slice(from, to).split('\n');
  const on = all.every((line) => !line.trim() || ITEM[kind].test(line)) && all.some((line) => line.trim());
  const plain = (line: string) => line.replace(ITEM.bullet, '$1').replace(ITEM.number, '$1').replace(ITEM.quote, '$1');
  let count = 0;
  const text = all.map((line) => {
    if (on || (!line.trim() && all.length > 1)) return on ? line.replace(ITEM[kind], '$1') : line;
    count += 1;
    return (kind === 'bullet' ? '- ' : kind === 'quote' ? '> ' : `${count}. `) + plain(line);
  }).join('\n');
  const caret = start === end;
  const moved = Math.max(from, start + text.length - (to - from));
  return { from, to, text, start: caret ? moved : from, end: caret ? moved : from + text.length };
}

/** What Enter does within a list: the next item begins, or an empty one ends the list. Null: Enter is Enter. */
export function enter({ value, start, end }: Field): Edit | null {
  if (start !== end) return null;
  const from = value.lastIndexOf('\n', start - 1) + 1;
  const line = value.slice(from, start);
  const found = /^(\s*)([-*]|(\d+)([.)])|>) (.*)$/.exec(line);
  if (!found) return null;
  const [, indent = '', mark = '', number, stop = '', rest = ''] = found;
  if (!rest.trim()) return { from, to: start, text: '', start: from, end: from };
  const text = `\n${indent}${number ? `${Number(number) + 1}${stop}` : mark} `;
  return { from: start, to: start, text, start: start + text.length, end: start + text.length };
}

/** The text quoted, a `>` before each line. */
export function quoted(text: string): string {
  return text.trim().split('\n').map((line) => (line.startsWith('>') ? `>${line}` : line.trim() ? `> ${line}` : '>')).join('\n');
}

export function fieldOf(area: HTMLTextAreaElement): Field {
  return { value: area.value, start: area.selectionStart, end: area.selectionEnd };
}

/** Does it in the field as if it had been typed: the browser's undo knows it, and `input` is heard. */
export function apply(area: HTMLTextAreaElement, edit: Edit): void {
  area.focus();
  area.setSelectionRange(edit.from, edit.to);
  // deprecated, and still the only way into a text field's own undo
  const done = edit.text === '' ? edit.from === edit.to || document.execCommand('delete') : document.execCommand('insertText', false, edit.text);
  if (!done) {
    area.setRangeText(edit.text, edit.from, edit.to, 'end');
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText' }));
  }
  area.setSelectionRange(edit.start, edit.end);
}
