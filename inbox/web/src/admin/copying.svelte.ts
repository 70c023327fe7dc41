/** A text to be taken elsewhere, and whether it was: not an earlier one that stood in its place. */
import { announce } from '$/app/announce.svelte';
import { t } from '$/i18n/i18n.svelte';

export class Copying {
  #taken = $state<string>();

  /** `mark` marks the text where it stands. */
  constructor(readonly text: () => string, readonly mark: () => void) {}

  /** What its button looks like. */
  get button(): { icon: 'check' | 'copy'; label: string } {
    return this.#taken === this.text() ? { icon: 'check', label: t('admin-copied') } : { icon: 'copy', label: t('admin-copy') };
  }

  copy = async (): Promise<void> => {
    const text = this.text();
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no permission, or an insecure origin: it stands marked, for the person's own keys
      this.mark();
      return;
    }
    this.#taken = text;
    announce(t('admin-copied'));
  };
}
