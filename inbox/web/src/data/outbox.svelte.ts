/**
 * What a person did and the server has not answered yet. An act shows at once (its kind's `show`, applied over the rows), goes out
 * in order with the acts that touch the same things, is tried again while the network is away, and is kept in localStorage until
 * it is answered, so closing the tab loses nothing. A refusal takes it out again, and with it what it showed.
 */
import { Offline, Problem } from './api';
import { journal } from './table.svelte';
import { forget, keep, kept, names } from './keeping';
import { backoff } from './waits';

export interface Kind<A, R> {
  /** What it touches, such as `conversation:12`; acts that share one go out one after the other. */
  touches(args: A): string[];
  /** Calls the API. `key` is the same at every try: hand it on as Idempotency-Key where the call takes one. */
  send(args: A, key: string): Promise<R>;
  /** The answer, before the act leaves the list: put what it brought into the store, as learned at `number`. */
  done?(answer: R, args: A, number: number): void;
  /** The refusal, after the act has left the list. True: the person has been told; else a toast does. */
  refused?(problem: Problem, args: A): boolean;
  /** How the act shows until then; `touched` is the key of the row that is asked for. */
  show?(row: unknown, args: A, touched: string): unknown;
  /** The string (an i18n id) that says in words what could not be done. */
  failed: string;
}

export interface Act<A = unknown> {
  key: string;
  kind: string;
  args: A;
  /** Tries so far that got no answer. */
  tries: number;
}

type AnyKind = Kind<unknown, unknown>;
const kinds = new Map<string, AnyKind>();

interface Ports {
  /** Told of a refusal; `again` does the same act once more. */
  refused(failed: string, problem: Problem, again: () => void): void;
  random(): number;
}
const ports: Ports = { refused: () => undefined, random: Math.random };

/** What the outbox needs from the page. */
export function plug(given: Partial<Ports>): void {
  Object.assign(ports, given);
}

class Outbox {
  /** In the order in which they were done. */
  acts: Act[] = $state.raw([]);
  #sending = new Set<string>();
  #answers = new Map<string, { resolve(answer: unknown): void; reject(error: unknown): void }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #place: string | null = null;

  /** How many wait for an answer. */
  get waiting(): number {
    return this.acts.length;
  }

  /** The acts of one kind, as typed as the kind. */
  of<A>(kind: string): Act<A>[] {
    return this.acts.filter((act) => act.kind === kind) as Act<A>[];
  }

  /** The row under `touched` as the waiting acts leave it. */
  shown<T>(row: T, touched: string): T {
    if (this.acts.length === 0) return row;
    let now: unknown = row;
    for (const act of this.acts) {
      const kind = kinds.get(act.kind);
      if (kind?.show && kind.touches(act.args).includes(touched)) now = kind.show(now, act.args, touched);
    }
    return now as T;
  }

  /** What waiting acts touch. */
  touched(): Set<string> {
    return new Set(this.acts.flatMap((act) => kinds.get(act.kind)?.touches(act.args) ?? []));
  }

  /** Adds an act and sends it as soon as its turn comes. The promise is the answer, or the Problem that refused it. */
  add<A, R>(kind: string, args: A, key: string = crypto.randomUUID()): { key: string; answer: Promise<R> } {
    this.#set([...this.acts, { key, kind, args, tries: 0 }]);
    const answer = new Promise<R>((resolve, reject) => {
      this.#answers.set(key, { resolve: resolve as (answer: unknown) => void, reject });
    });
    answer.catch(() => undefined); // refusals are told by the port; who awaits the answer hears of them too
    this.flush();
    return { key, answer };
  }

  /** Takes back an act that has not been tried yet. False: it is on its way, or may have arrived. */
  drop(key: string): boolean {
    const act = this.acts.find((one) => one.key === key);
    if (!act || this.#sending.has(key) || act.tries > 0) return false;
    this.#leave(key);
    return true;
  }

  /** Sends whatever may go now: acts that share nothing with an earlier one that still waits. */
  flush(): void {
    clearTimeout(this.#timer);
    const busy = new Set<string>();
    for (const act of this.acts) {
      const touches = kinds.get(act.kind)?.touches(act.args) ?? [];
      if (!this.#sending.has(act.key) && !touches.some((one) => busy.has(one))) void this.#send(act);
      touches.forEach((one) => busy.add(one));
    }
  }

  /**
   * Keeps the acts of this agent from now on, and takes over those that closed tabs left behind. `place` is unique to the tab;
   * `alive` says which places belong to tabs that are still open.
   */
  async live(agent: string, place: string, alive: (place: string) => Promise<boolean>): Promise<void> {
    this.#place = `outbox.${agent}.${place}`;
    for (const name of names(`outbox.${agent}.`)) {
      if (name === this.#place || await alive(name.slice(`outbox.${agent}.`.length))) continue;
      const left = (kept<Act[]>(name) ?? []).filter((act) => kinds.has(act.kind));
      this.#set([...left.filter((act) => !this.acts.some((one) => one.key === act.key)), ...this.acts]);
      forget(name);
    }
    this.#save();
    this.flush();
  }

  async #send(act: Act): Promise<void> {
    const kind = kinds.get(act.kind);
    if (!kind) return this.#leave(act.key);
    this.#sending.add(act.key);
    const number = journal.last; // what the answer says is at least as new
    try {
      const answer = await kind.send(act.args, act.key);
      kind.done?.(answer, act.args, number);
      this.#answers.get(act.key)?.resolve(answer);
      this.#leave(act.key);
    } catch (error) {
      this.#sending.delete(act.key);
      if (error instanceof Offline || (error instanceof Problem && (error.passing || error.status === 401))) this.#later(act);
      else this.#refused(act, kind, error);
      return;
    }
    this.flush();
  }

  #later(act: Act): void {
    const tries = act.tries + 1;
    this.#set(this.acts.map((one) => (one.key === act.key ? { ...one, tries } : one)));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), backoff(tries - 1, ports.random) * 1000);
  }

  #refused(act: Act, kind: AnyKind, error: unknown): void {
    const problem = error instanceof Problem ? error : new Problem(0, 'page', String(error));
    this.#answers.get(act.key)?.reject(problem);
    this.#leave(act.key);
    if (!kind.refused?.(problem, act.args)) ports.refused(kind.failed, problem, () => this.add(act.kind, act.args));
    this.flush();
  }

  #leave(key: string): void {
    this.#sending.delete(key);
    this.#answers.delete(key);
    this.#set(this.acts.filter((act) => act.key !== key));
  }

  #set(acts: Act[]): void {
    this.acts = acts;
    this.#save();
  }

  #save(): void {
    if (!this.#place) return;
    if (this.acts.length) keep(this.#place, this.acts);
    else forget(this.#place);
  }
}

export const outbox = new Outbox();

/** Declares a kind of act; what it gives does one. The name is kept in localStorage: it must not change its meaning. */
export function act<A, R = unknown>(name: string, kind: Kind<A, R>): (args: A, key?: string) => { key: string; answer: Promise<R> } {
  kinds.set(name, kind as AnyKind);
  return (args, key) => outbox.add<A, R>(name, args, key);
}
