/** Whether the server serves another build than this one. A chunk that is not there any more says so too. */
import { live } from '$/data/live.svelte';

class Version {
  #served = $state('');
  #broken = $state(false);

  constructor() {
    live.hear((frame) => { if (frame.type === 'hello') this.#served = frame.version; });
    addEventListener('vite:preloadError', (event) => {
      event.preventDefault();
      this.#broken = true;
    });
  }

  changed(ours: string): boolean {
    return this.#broken || Boolean(ours && this.#served && this.#served !== ours);
  }
}

export const version = new Version();
