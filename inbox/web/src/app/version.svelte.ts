/** Whether the server serves another build than this one. A chunk that is not there any more says so too. */
import { live } from '$/data/live.svelte';

class Version {
  #served = $state('');
  #broken = $state(false);

  constructor() {
    live.hear((frame) => { if (frame.type === 'hello') this.#served = frame.version; });
    addEventListener('vite:preloadError', () => void this.#look());
  }

  /** A part did not come: its server is away, or has another build, which no longer has our own beginning either. */
  async #look(): Promise<void> {
    const own = document.querySelector<HTMLScriptElement>('script[type=module][src]');
    if (!own) return;
    try {
      const answer = await fetch(own.src, { method: 'HEAD', cache: 'no-store' });
      if (answer.status === 404) this.#broken = true;
    } catch { /* nobody answers: the banner for that is another one */ }
  }

  changed(ours: string): boolean {
    return this.#broken || Boolean(ours && this.#served && this.#served !== ours);
  }
}

export const version = new Version();
