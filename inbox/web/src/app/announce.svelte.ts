import { untrack } from 'svelte';

/** Says something to screen readers: politely, when they have finished; or at once, for what must not be missed. */
class Announcer {
  polite = $state('');
  urgent = $state('');

  /** The same words twice in a row are said twice. */
  say(text: string, urgent = false): void {
    const before = untrack(() => (urgent ? this.urgent : this.polite)); // who says something in an effect does not hear it there
    const again = before === text ? `${text}\u00a0` : text;
    if (urgent) this.urgent = again;
    else this.polite = again;
  }
}

const announcer = new Announcer();
export { announcer };

export function announce(text: string, { urgent = false } = {}): void {
  announcer.say(text, urgent);
}
