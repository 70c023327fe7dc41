/** Answers that hold until an event says otherwise: what is known is not asked for again each time one comes back to it. */
import { live } from './live.svelte';
import type { LiveEvent } from './types';

const MOST = 500;

export class Known<T> {
  readonly #rows = new Map<string, T>();
  readonly #asked = new Map<string, object>();

  /** `stale`: whose answer an event makes old; null: everybody's; undefined: nobody's. */
  constructor(stale: (event: LiveEvent) => string | null | undefined) {
    live.hear((frame) => {
      const id = frame.type === 'resync' ? null : frame.type === 'event' ? stale(frame) : undefined;
      if (id === undefined) return;
      for (const known of [this.#rows, this.#asked]) {
        if (id === null) known.clear();
        else known.delete(id);
      }
    });
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  /** Asks, and keeps the answer if no event came between. */
  async ask(id: string, how: () => Promise<T>): Promise<T> {
    const mine = {};
    this.#asked.set(id, mine);
    const row = await how();
    if (this.#asked.get(id) === mine) {
      this.#asked.delete(id);
      this.#rows.set(id, row);
      if (this.#rows.size > MOST) this.#rows.delete([...this.#rows.keys()][0] ?? id);
    }
    return row;
  }
}
