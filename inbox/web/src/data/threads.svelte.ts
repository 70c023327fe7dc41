/** The messages of conversations: the newest page first, older ones on demand, newer ones as they come. */
import { api, at, type Problem } from './api';
import { byId } from './belongs';
import { act, outbox, type Act } from './outbox.svelte';
import { journal } from './table.svelte';
import type { ConversationPatch, DraftFields, Message, NewMessage, Page } from './types';

const KEPT = 60;
const PAGE = 50;

export class Thread {
  readonly id: string;
  readonly #path: string;
  /** In the order of their ids, which is the order of time. */
  messages: Message[] = $state.raw([]);
  loaded = $state(false);
  loading = $state(false);
  error: unknown = $state.raw(null);
  /** Leads to older messages; null: all are here. */
  next: string | null = $state.raw(null);
  stale = false;
  #learned = new Map<string, number>();
  #call: Promise<void> | null = null;

  /** `path`: where else its messages come from, such as all of a contact. */
  constructor(id: string, path: string = at`/conversations/${id}/messages`) {
    this.id = id;
    this.#path = path;
  }

  message(id: string): Message | undefined {
    return this.messages.find((one) => one.id === id);
  }

  /** Messages that were asked for when the journal stood at `at`. */
  put(rows: Message[], at: number): void {
    const fresh = rows.filter((row) => at >= (this.#learned.get(row.id) ?? 0));
    if (!fresh.length) return;
    const by = new Map(this.messages.map((row) => [row.id, row]));
    for (const row of fresh) {
      by.set(row.id, row);
      this.#learned.set(row.id, at);
    }
    this.messages = [...by.values()].sort(byId);
  }

  /** The newest page anew. What is newer than it knows stays. */
  load(): Promise<void> {
    this.#call ??= this.#run(async () => {
      const number = journal.last;
      const page = await api.get<Page<Message>>(this.#path, { limit: PAGE });
      const [first, there] = [page.items[0], new Set(page.items.map((row) => row.id))];
      const taken = (row: Message) => first !== undefined && byId(row, first) >= 0 && !there.has(row.id);
      this.messages = this.messages.filter((row) => !taken(row) || (this.#learned.get(row.id) ?? 0) > number);
      const joined = first !== undefined && this.messages.some((row) => there.has(row.id));
      if (!joined) this.messages = this.messages.filter((row) => (this.#learned.get(row.id) ?? 0) > number);
      if (!joined || !this.loaded) this.next = page.next;
      this.put(page.items, number);
      this.loaded = true;
      this.stale = false;
    }).finally(() => { this.#call = null; });
    return this.#call;
  }

  /** One page of older messages. */
  async older(limit = PAGE): Promise<void> {
    if (!this.next || this.loading) return;
    await this.#run(async () => {
      const number = journal.last;
      const page = await api.get<Page<Message>>(this.#path, { limit, cursor: this.next });
      this.next = page.next;
      this.put(page.items, number);
    });
  }

  /** Messages behind the last one that is here. */
  async newer(): Promise<void> {
    const last = this.messages.at(-1);
    if (!last) return this.load();
    await this.#run(async () => {
      const number = journal.last;
      const page = await api.get<Page<Message>>(this.#path, { limit: 200, after: last.id });
      this.put(page.items, number);
      if (page.next) this.stale = true;
    });
  }

  async one(id: string): Promise<void> {
    const number = journal.last;
    this.put([await api.get<Message>(at`/messages/${id}`)], number);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    this.loading = true;
    try {
      await work();
      this.error = null;
    } catch (error) {
      this.error = error;
    } finally {
      this.loading = false;
    }
  }
}

const known = new Map<string, Thread>();

export const threads = {
  /** The id of the conversation on the screen. */
  current: null as string | null,

  /** The thread if it is here, without asking. */
  peek: (id: string) => known.get(id),

  /** The thread, asked for where it is not known or out of date. */
  open(id: string): Thread {
    const thread = threads.prefetch(id);
    threads.current = id;
    return thread;
  },

  /** As `open`, for one that is not on the screen yet. */
  prefetch(id: string): Thread {
    const thread = known.get(id) ?? new Thread(id);
    known.delete(id);
    known.set(id, thread);
    for (const old of [...known.keys()].slice(0, Math.max(0, known.size - KEPT))) if (old !== threads.current) known.delete(old);
    if (!thread.loaded || thread.stale) void thread.load();
    return thread;
  },

  outdate(): void {
    for (const thread of known.values()) thread.stale = true;
  },
};

export interface Sending {
  conversation: string;
  body: NewMessage;
  /** What the composer needs to show it again, should it be refused. */
  fields?: DraftFields;
  /** What is done to the conversation with it. */
  then?: ConversationPatch;
}

/** Where the composer hears what became of what it sent; `refused` says whether it has told the person. */
export const sendings = {
  done: (_message: Message, _sent: Sending): void => undefined,
  refused: (_problem: Problem, _sent: Sending): boolean => false,
};

/** A reply or a note. The answer is the message; the act's key is its Idempotency-Key, so it is never sent twice. */
export const sendMessage = act<Sending, Message>('message.send', {
  touches: ({ conversation }) => [`conversation:${conversation}`, `thread:${conversation}`],
  send: ({ conversation, body }, key) => api.post(at`/conversations/${conversation}/messages`, body, { key }),
  done: (message, sent, number) => {
    threads.peek(message.conversation)?.put([message], number);
    sendings.done(message, sent);
  },
  refused: (problem, sent) => sendings.refused(problem, sent),
  failed: 'app-refused-send',
});

/** What waits to be taken by the server for this conversation, in order: shown behind the messages. */
export function sending(conversation: string): Act<Sending>[] {
  return outbox.of<Sending>('message.send').filter((one) => one.args.conversation === conversation);
}
