/** What an admin's page shows: asked for when it opens, again when something happened that may have changed it, and by the clock. */
import { untrack } from 'svelte';
import { live } from '$/data/live.svelte';
import { api } from '$/data/api';
import type { Page } from '$/data/types';

const PAUSE = 1_000;
const OFTEN = 30_000;

/** An answer that stands on the screen. An error beside a value means that the value is old. */
export class Remote<T> {
  value: T | undefined = $state.raw();
  error: unknown = $state.raw(null);
  busy = $state(false);
  #turn = 0;

  constructor(readonly ask: () => Promise<T>) {}

  load = async (): Promise<void> => {
    const mine = ++this.#turn;
    this.busy = true;
    try {
      const value = await untrack(this.ask); // who loads in an effect does not follow what the question reads
      if (mine === this.#turn) [this.value, this.error] = [value, null];
    } catch (error) {
      if (mine === this.#turn) this.error = error;
    } finally {
      if (mine === this.#turn) this.busy = false;
    }
  };
}

/**
 * Loads now, after events whose kind begins with one of `kinds` (gathered for a second), and twice a minute while somebody looks.
 * Call it in an effect; what it gives back ends it.
 */
export function kept(load: () => Promise<unknown>, kinds: string[]): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  void load();
  const stop = live.hear((frame) => {
    if (frame.type !== 'resync' && (frame.type !== 'event' || !kinds.some((kind) => frame.kind.startsWith(kind)))) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, PAUSE);
  });
  const clock = setInterval(() => { if (!document.hidden) void load(); }, OFTEN);
  return () => {
    stop();
    clearTimeout(timer);
    clearInterval(clock);
  };
}

/** A list that goes on behind what is loaded. What is asked again keeps its length. */
export class Pages<T> {
  items: T[] = $state.raw([]);
  next: string | null = $state(null);
  error: unknown = $state.raw(null);
  loaded = $state(false);
  busy = $state(false);
  #turn = 0;

  constructor(readonly path: () => string, readonly query: () => Record<string, string | null>, readonly size = 50) {}

  load = async (): Promise<void> => this.#ask(Math.min(200, Math.max(this.size, this.items.length)), null);
  more = async (): Promise<void> => { if (this.next) await this.#ask(this.size, this.next); };

  /** Another question: what was there is not an answer to it. */
  reset(): void {
    [this.items, this.next, this.loaded] = [[], null, false];
  }

  async #ask(limit: number, cursor: string | null): Promise<void> {
    const mine = ++this.#turn;
    this.busy = true;
    try {
      const page = await api.get<Page<T>>(this.path(), { ...this.query(), limit, cursor });
      if (mine !== this.#turn) return;
      this.items = cursor ? [...this.items, ...page.items] : page.items;
      [this.next, this.error, this.loaded] = [page.next, null, true];
    } catch (error) {
      if (mine === this.#turn) this.error = error;
    } finally {
      if (mine === this.#turn) this.busy = false;
    }
  }
}

/** Every item of a list, page by page. */
export async function every<T>(path: string, query: Record<string, string | null> = {}, most = 10_000): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await api.get<Page<T>>(path, { ...query, limit: 200, cursor });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
}
