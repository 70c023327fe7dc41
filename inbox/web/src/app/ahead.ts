/**
 * What is typed ahead: a key may lead into a field that is a moment away (it loads, or a dialog opens), and the letters pressed
 * until then are meant for it. They are held, and put in when the field has the focus; no field within a second, and they are forgotten.
 */
const PATIENCE = 1000;

let held: string[] | null = null;
/** The field has the focus, and what was held is about to go into it: what is typed in between belongs behind that. */
let arriving = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** From now on letters are held. */
export function expectField(): void {
  held = [];
  clearTimeout(timer);
  timer = setTimeout(() => { held = null; }, PATIENCE);
}

/** Whether the key was held; `inField`: some field has the focus already. */
export function hold(event: KeyboardEvent, inField: boolean): boolean {
  if (!held || (inField && !arriving) || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key.length > 1 && event.key !== 'Enter') return false;
  held.push(event.key);
  return true;
}

/** The field is there: it gets what was held, after whatever it does to itself on being focused. */
export function reached(field: HTMLInputElement | HTMLTextAreaElement): void {
  if (!held) return;
  arriving = true;
  setTimeout(() => {
    const keys = held ?? [];
    [held, arriving] = [null, false];
    for (const key of keys) {
      if (key === 'Enter') {
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      } else {
        field.setRangeText(key, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
        field.dispatchEvent(new InputEvent('input', { data: key, inputType: 'insertText', bubbles: true }));
      }
    }
  });
}
