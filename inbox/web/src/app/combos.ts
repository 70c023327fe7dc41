/** Key combinations as texts (`$mod+k`, `g m`, `Shift+e`): reading, showing, recording. Pure. */

/** Symbols sit on different keys with and without Shift from one keyboard to the next: Shift may be held or not. */
export function loosened(combo: string): string {
  return combo.split(' ').map((press) => (/^[^\p{L}\p{N}\s]$/u.test(press) ? `[Shift]+${press}` : press)).join(' ');
}

/** Characters alone, without Control, Alt or Command: what WCAG 2.1.4 wants to be able to turn off. */
export function single(combo: string): boolean {
  return combo.split(' ').every((press) => {
    const parts = press.length === 1 ? [press] : press.split('+');
    return [...(parts.at(-1) ?? '')].length === 1 && parts.slice(0, -1).every((modifier) => modifier === 'Shift');
  });
}

/** The steps of a combination as they stand on the keys, one item a key: `['Ctrl', 'K']`, `['G', 'M']`. */
export function shown(combo: string, mac: boolean, name: (key: string) => string): string[] {
  return combo.split(' ').flatMap((press) => (press.length === 1 ? [press] : press.split('+'))).map((part) => {
    if (part === '$mod') return mac ? '⌘' : name('control');
    if (part === 'Shift') return mac ? '⇧' : name('shift');
    if (part === 'Alt') return mac ? '⌥' : name('alt');
    const arrows: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
    if (arrows[part]) return arrows[part];
    return [...part].length === 1 ? part.toUpperCase() : name(part.toLowerCase());
  });
}

/** What was pressed, as a combination; null for a modifier alone. */
export function recorded(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>, mac: boolean): string | null {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process'].includes(event.key)) return null;
  const key = latin(event);
  const modifiers = [
    (mac ? event.metaKey : event.ctrlKey) && '$mod', mac && event.ctrlKey && 'Control', event.altKey && 'Alt',
    event.shiftKey && /^(\p{L}|\p{N}|.{2,})$/u.test(key) && 'Shift',
  ].filter(Boolean);
  return [...modifiers, key.length === 1 ? key.toLowerCase() : key].join('+');
}

/** The key's character; on a keyboard that writes no Latin letters, the one that a Latin keyboard has there. */
export function latin(event: Pick<KeyboardEvent, 'key' | 'code'>): string {
  const foreign = [...event.key].length === 1 && /\p{L}/u.test(event.key) && !/\p{Script=Latin}/u.test(event.key);
  if (!foreign) return event.key;
  return /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
}
