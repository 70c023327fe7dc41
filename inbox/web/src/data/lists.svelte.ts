/** Lists of conversations by their query: ids in order, the next page, and what waiting acts do to them. */
import { api } from './api';
import { belongs, order, placed } from './belongs';
import { conversations } from './conversations.svelte';
import { outbox } from './outbox.svelte';
import { session } from './session.svelte';
import { journal } from './table.svelte';
import type { Conversation, ListQuery, Page } from './types';

const KEPT = 12;
type Answer = Page<Conversation> & { hints?: { without: string; found: number }[] };

export class List {
  readonly query: ListQuery;
  /** False until the first answer. */
  loaded = $state(false);
  loading = $state(false);
  error: unknown = $state.raw(null);
  /** What an empty search may leave out. */
  hints: { without: string; found: number }[] = $state.raw([]);
  next: string | null = $state.raw(null);
  stale = false;
  #base: readonly string[] = $state.raw([]);
  #turn = 0;

  /** The ids as they show: with what waiting acts put in and take out. Take it into a `$derived`: it is reckoned at each look. */
  get ids(): readonly string[] {
    let ids = this.#base;
    if (!outbox.waiting) return ids;
    for (const touched of outbox.touched()) {
      const row = touched.startsWith('conversation:') ? conversations.get(touched.slice(13)) : undefined;
      if (row) ids = this.#with(ids, row);
    }
    return ids;
  }

  constructor(query: ListQuery) {
    this.query = query;
  }

  #with(ids: readonly string[], row: Conversation): readonly string[] {
    const there = belongs(row, this.#asked(), session.me.id) ?? ids.includes(row.id); // only the server knows: it stays where it is
    return placed(ids, row, there, this.#asked().sort, this.next !== null, conversations.get);
  }

  /** The filters, with those of the saved view where it is one. */
  #asked(): ListQuery {
    const view = this.query.view && session.views.find((one) => one.id === this.query.view);
    if (!view) return this.query;
    const { view: _, ...own } = this.query;
    return { ...view.query, ...own };
  }

  /** A row that was learned: it takes its place, or leaves. */
  place(row: Conversation): void {
    if (this.loaded) this.#base = this.#with(this.#base, row);
  }

  remove(id: string): void {
    if (this.#base.includes(id)) this.#base = this.#base.filter((one) => one !== id);
  }

  fill(answer: Answer, at: number): void {
    answer.items.forEach((row) => conversations.put(row, at));
    const behind = answer.next ? this.#behind(answer.items) : [];
    this.#base = [...answer.items.map((row) => row.id), ...behind];
    if (!behind.length) this.next = answer.next;
    this.hints = answer.hints ?? [];
    this.loaded = true;
    this.stale = false;
    this.error = null;
  }

  /** What is loaded behind a first page that was asked for anew: it stays, for somebody may be reading there. */
  #behind(page: Conversation[]): string[] {
    const last = page.at(-1);
    const asked = this.#asked();
    if (!last || asked.q) return []; // hits have an order of their own
    const [there, compare] = [new Set(page.map((row) => row.id)), order(asked.sort)];
    return this.#base.filter((id) => {
      const row = there.has(id) ? undefined : conversations.base(id);
      return row && compare(last, row) < 0;
    });
  }

  /** The first page anew. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const [turn, at] = [++this.#turn, journal.last];
    this.loading = true;
    try {
      const answer = await api.get<Answer>('/conversations', { ...this.query, limit: 50 }, { signal });
      if (turn === this.#turn) this.fill(answer, at);
    } catch (error) {
      if (turn === this.#turn && !signal?.aborted) this.error = error;
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** The next page, if there is one and none is on its way. */
  async more(): Promise<void> {
    if (!this.next || this.loading) return;
    const [turn, at, cursor] = [++this.#turn, journal.last, this.next];
    this.loading = true;
    try {
      const answer = await api.get<Answer>('/conversations', { ...this.query, limit: 100, cursor });
      if (turn !== this.#turn) return;
      answer.items.forEach((row) => conversations.put(row, at));
      this.#base = [...new Set([...this.#base, ...answer.items.map((row) => row.id)])];
      this.next = answer.next;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** The id `step` places from `id`; null at the ends. */
  neighbour(id: string, step: 1 | -1): string | null {
    return this.ids[this.ids.indexOf(id) + step] ?? null;
  }
}

const known = new Map<string, List>();

function name(query: ListQuery): string {
  return JSON.stringify(Object.entries(query).filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export const lists = {
  /** The list that is on the screen; events keep it fresh. */
  current: null as List | null,

  /** The list of a query, from the cache if there is one, and asked for where it is not known or out of date. `signal` gives the asking up. */
  open(query: ListQuery, signal?: AbortSignal): List {
    const key = name(query);
    const list = known.get(key) ?? new List(query);
    known.delete(key);
    known.set(key, list); // the last one used stands last
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) known.delete(old);
    lists.current = list;
    if (!list.loaded || list.stale) void list.refresh(signal);
    return list;
  },

  /** Puts an answer that came with the page in its place. */
  seed(query: ListQuery, answer: Answer, at: number): void {
    const list = new List(query);
    list.fill(answer, at);
    known.set(name(query), list);
  },

  /** Whatever is not on the screen is asked for again when it is opened. */
  outdate(): void {
    for (const list of known.values()) list.stale = true;
  },

  all: () => [...known.values()],
};

conversations.watch(
  (row) => known.forEach((list) => list.place(row)),
  (id) => known.forEach((list) => list.remove(id)),
);
