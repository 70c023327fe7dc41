/** What one can do with a person. Merging and everything that takes something away can be taken back. */
import { toasts } from '$/app/toasts.svelte';
import { undoable } from '$/app/undo.svelte';
import { api, at, fetched } from '$/data/api';
import { contacts, patchContact } from '$/data/contacts.svelte';
import { act } from '$/data/outbox.svelte';
import type { Contact, Schemas } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';

export type Patch = Parameters<typeof patchContact>[0]['patch'];

/** `text`: the toast with its undo; without it the change shows where it was made. */
export function change(contact: Contact, patch: Patch, text?: string): void {
  const done = patchContact({ id: contact.id, patch });
  if (text) undoable(text, done, []);
}

export const mergeContacts = act<{ id: string; into: string }, Schemas['ContactChanged']>('contact.merge', {
  touches: ({ id, into }) => [`contact:${id}`, `contact:${into}`],
  send: ({ id, into }) => api.post(at`/contacts/${id}/merge`, { into }),
  done: (row, { id }, number) => {
    contacts.put(row, number);
    contacts.outdate(id);
  },
  failed: 'customer-refused-merge',
});

/** What the one who stays will have: as the server joins them. */
export function joined(stays: Contact, goes: Contact): Contact {
  return {
    ...stays,
    notes: [stays.notes, goes.notes].filter(Boolean).join('\n\n'),
    language: stays.language ?? goes.language,
    time_zone: stays.time_zone ?? goes.time_zone,
    fields: { ...goes.fields, ...stays.fields },
    tags: [...new Set([...stays.tags, ...goes.tags])],
    addresses: [...stays.addresses, ...goes.addresses],
    blocked: stays.blocked || goes.blocked,
  };
}

/** Hands a person's data out as a file. */
export async function save(contact: Contact): Promise<void> {
  try {
    const answer = await fetched('GET', at`/contacts/${contact.id}/export`);
    const url = URL.createObjectURL(await answer.blob());
    const link = Object.assign(document.createElement('a'), { href: url, download: `contact-${contact.id}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (error) {
    toasts.show(t('customer-refused-export'), { tone: 'danger', detail: error instanceof Error ? error.message : '' });
  }
}
