/** Contacts by id, asked for when somebody looks at one. */
import { api, at } from './api';
import { act, outbox } from './outbox.svelte';
import { journal, Table } from './table.svelte';
import type { Contact, Schemas } from './types';

const table = new Table<Contact>();
const stale = new Set<string>();
const asked = new Map<string, Promise<Contact>>();

export const contacts = {
  /** The contact as it shows now, if it is here. Reactive. */
  get(id: string): Contact | undefined {
    const row = table.get(id);
    return row && outbox.shown(row, `contact:${id}`);
  },

  put: (row: Contact, number: number) => table.put(row, number),

  /** Asks for one unless it is here and up to date. */
  async load(id: string): Promise<Contact> {
    const there = table.get(id);
    if (there && !stale.has(id)) return there;
    const now = asked.get(id);
    if (now) return now;
    const number = journal.last;
    stale.delete(id);
    const call = api.get<Contact>(at`/contacts/${id}`).finally(() => asked.delete(id));
    asked.set(id, call);
    const row = await call;
    table.put(row, number);
    return stale.has(id) && contacts.current === id ? contacts.load(id) : row; // it changed while we asked
  },

  /** What is known of it (of all) is old; what is on the screen is asked for at once. */
  outdate(id?: string): void {
    for (const one of id ? [id] : table.values().map((row) => row.id)) stale.add(one);
    if (contacts.current && stale.has(contacts.current)) void contacts.load(contacts.current).catch(() => undefined); // shows as it was
  },

  /** The id of the contact on the screen. */
  current: null as string | null,
};

type Changed = Contact & { undo: string | null };
export const patchContact = act<{ id: string; patch: Partial<Schemas['ContactPatch']> }, Changed>('contact.patch', {
  touches: ({ id }) => [`contact:${id}`],
  show: (row, args) => ({ ...row as Contact, ...args.patch as Partial<Contact>, addresses: (row as Contact).addresses }),
  send: ({ id, patch }) => api.patch(at`/contacts/${id}`, patch),
  done: (row, _, number) => table.put(row, number),
  failed: 'app-refused-change',
});
