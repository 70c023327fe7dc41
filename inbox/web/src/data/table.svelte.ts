/**
 * Rows by id, each with the journal's number at which it was learned, so that an answer which took long, or an older event,
 * never undoes what is newer.
 */
import { SvelteMap } from 'svelte/reactivity';

/** The last journal number that this page has seen: what is asked now is at least as new. */
export const journal = { last: 0 };

interface Row {
  id: string;
  version?: number;
}

export class Table<T extends Row> {
  #rows = new SvelteMap<string, T>();
  #learned = new Map<string, number>();

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  values(): T[] {
    return [...this.#rows.values()];
  }

  get size(): number {
    return this.#rows.size;
  }

  /** The number at which the row was learned; 0 when it is not known. */
  learned(id: string): number {
    return this.#learned.get(id) ?? 0;
  }

  /** Keeps `row`, which was asked for when the journal stood at `at`, unless something newer is known. True: kept. */
  put(row: T, at: number): boolean {
    const old = this.#rows.get(row.id);
    if (old) {
      if (row.version !== undefined && old.version !== undefined && row.version < old.version) return false;
      const newer = row.version !== undefined && old.version !== undefined && row.version > old.version;
      if (!newer && at < this.learned(row.id)) return false;
    }
    this.#learned.set(row.id, Math.max(at, this.learned(row.id)));
    this.#rows.set(row.id, row);
    return true;
  }

  putAll(rows: T[], at: number): void {
    for (const row of rows) this.put(row, at);
  }

  /** All rows there are: what is not among `rows` is gone. */
  replace(rows: T[], at: number): void {
    const there = new Set(rows.map((row) => row.id));
    for (const id of this.#rows.keys()) if (!there.has(id)) this.drop(id);
    this.putAll(rows, at);
  }

  drop(id: string): void {
    this.#rows.delete(id);
    this.#learned.delete(id);
  }
}
