/** Conversations by id, as the server says and as the waiting acts leave them; and the acts on them. */
import { api, at } from './api';
import { outbox, act } from './outbox.svelte';
import { session } from './session.svelte';
import { journal, Table } from './table.svelte';
import type { Conversation, ConversationChanged, ConversationPatch, Page } from './types';

const table = new Table<Conversation>();
const watchers = new Set<(row: Conversation) => void>();
const gone = new Set<(id: string) => void>();
const asked = new Map<string, Promise<Conversation>>();
const touch = (id: string) => `conversation:${id}`;

export const conversations = {
  /** The row as it shows now: the server's, and over it what waits. Reactive. */
  get(id: string): Conversation | undefined {
    const row = table.get(id);
    return row && outbox.shown(row, touch(id));
  },

  /** The row as the server said it last. */
  base: (id: string) => table.get(id),
  learned: (id: string) => table.learned(id),
  all: () => table.values(),

  /** Keeps what was asked for when the journal stood at `at`. */
  put(row: Conversation, at: number): void {
    if (table.put(row, at)) watchers.forEach((tell) => tell(row));
  },

  drop(id: string): void {
    table.drop(id);
    gone.forEach((tell) => tell(id));
  },

  /** Asks for one; who asks while it is on its way gets the same answer. */
  async load(id: string): Promise<Conversation> {
    const now = asked.get(id);
    if (now) return now;
    const number = journal.last;
    const call = api.get<Conversation>(at`/conversations/${id}`).finally(() => asked.delete(id));
    asked.set(id, call);
    const row = await call;
    conversations.put(row, number);
    return row;
  },

  /** Tells of each row that was learned, and of each that is gone. */
  watch(onRow: (row: Conversation) => void, onGone: (id: string) => void): void {
    watchers.add(onRow);
    gone.add(onGone);
  },
};

/** A conversation as `patch` leaves it: what shows before the server has said so. */
export function patched(row: Conversation, patch: ConversationPatch): Conversation {
  const { version: _, assignee, team, contact: _contact, tags_add: on = [], tags_remove: off = [], ...plain } = patch;
  const next: Conversation = { ...row, ...plain as Partial<Conversation> };
  if (patch.status && patch.status !== 'snoozed') next.snoozed_until = null;
  if (on.length || off.length) next.tags = [...new Set([...next.tags, ...on])].filter((tag) => !off.includes(tag)).sort();
  if (assignee !== undefined) {
    const id = assignee === 'me' ? session.me.id : assignee;
    next.assignee = id === null ? null : { id, name: id === session.me.id ? session.me.name : session.agents.get(id)?.name ?? '' };
  }
  if (team !== undefined) next.team = session.teams.find((one) => one.id === team) ?? null;
  return next;
}

/** Acts that were just done here: their own event needs no look at the server. */
export const echoes = new Map<string, number>();
function expectEcho(name: string): void {
  echoes.set(name, (echoes.get(name) ?? 0) + 1);
}

export const patch = act<{ id: string; patch: ConversationPatch }, ConversationChanged>('conversation.patch', {
  touches: ({ id }) => [touch(id)],
  show: (row, args) => patched(row as Conversation, args.patch),
  send: ({ id, patch: body }) => api.patch(at`/conversations/${id}`, body),
  done: (row, _, number) => conversations.put(row, number),
  failed: 'app-refused-change',
});

type Bulk = { done: string[]; failed: { id: string; code: string; detail: string }[]; undo: string | null };
export const bulkPatch = act<{ ids: string[]; patch: ConversationPatch }, Bulk>('conversation.bulk', {
  touches: ({ ids }) => ids.map(touch),
  show: (row, args) => patched(row as Conversation, args.patch),
  send: ({ ids, patch: body }) => api.post('/conversations/bulk', { ids, patch: body }),
  done: ({ done }, args) => {
    for (const id of done) {
      const row = table.get(id);
      if (row) conversations.put(patched(row, args.patch), table.learned(id)); // their events bring the rest
    }
  },
  failed: 'app-refused-bulk',
});

export const markRead = act<{ id: string; up_to: string }, unknown>('conversation.read', {
  touches: ({ id }) => [touch(id)],
  show: (row) => ({ ...row as Conversation, unread: false }),
  send: ({ id, up_to }) => {
    expectEcho(`${id}:unread`);
    return api.post(at`/conversations/${id}/read`, { up_to });
  },
  done: (_, { id }) => marked(id, false),
  refused: ({ status }) => status === 404, // somebody deleted or moved it meanwhile: nobody asked for this mark by hand
  failed: 'app-refused-change',
});

export const markUnread = act<{ id: string }, unknown>('conversation.unread', {
  touches: ({ id }) => [touch(id)],
  show: (row) => ({ ...row as Conversation, unread: true }),
  send: ({ id }) => {
    expectEcho(`${id}:unread`);
    return api.post(at`/conversations/${id}/unread`);
  },
  done: (_, { id }) => marked(id, true),
  failed: 'app-refused-change',
});

function marked(id: string, unread: boolean): void {
  const row = table.get(id);
  if (row) conversations.put({ ...row, unread }, table.learned(id));
}

/** Takes an act back by the id that its answer carried. `rows` are what the conversations showed before it: they show again at once. */
export const undo = act<{ undo: string; rows: Conversation[] }, unknown>('undo', {
  touches: ({ rows }) => rows.map((row) => touch(row.id)),
  show: (row, { rows }, touched) => {
    const before = rows.find((one) => touch(one.id) === touched);
    return before ? { ...before, version: (row as Conversation).version } : row;
  },
  send: async ({ undo: id, rows }) => {
    await api.post(at`/undo/${id}`);
    await Promise.all(rows.slice(0, 20).map((row) => conversations.load(row.id)));
  },
  failed: 'app-refused-undo',
});

export type ConversationPage = Page<Conversation>;
