/** What one does with a single message: what waits is taken back, what failed goes again, what is not known is settled. */
import { api, at } from '$/data/api';
import { conversations, echoes } from '$/data/conversations.svelte';
import { act, outbox } from '$/data/outbox.svelte';
import { threads } from '$/data/threads.svelte';
import type { ConversationChanged, Message } from '$/data/types';

interface One {
  id: string;
  conversation: string;
}

const touches = ({ id }: One) => [`message:${id}`];
const keep = (message: Message, _: One, number: number) => threads.peek(message.conversation)?.put([message], number);

export const retryMessage = act<One, Message>('message.retry', {
  touches, send: ({ id }) => api.post(at`/messages/${id}/retry`), done: keep, failed: 'thread-refused-retry',
});
export const resolveMessage = act<One & { sent: boolean }, Message>('message.resolve', {
  touches, send: ({ id, sent }) => api.post(at`/messages/${id}/resolve`, { sent }), done: keep, failed: 'thread-refused-resolve',
});

/** Whether an act on this message has no answer yet. Reactive. */
export function busy(id: string): boolean {
  return outbox.touched().has(`message:${id}`);
}

interface Pair {
  id: string;
  other: string;
}
const both = ({ id, other }: Pair) => [`conversation:${id}`, `conversation:${other}`];

/** Another tab or a script may look at either: what the server answered stands, and old threads are asked for again. */
function changed(row: ConversationChanged, number: number, ...ids: string[]): void {
  conversations.put(row, number);
  for (const id of ids) {
    const thread = threads.peek(id);
    if (thread) thread.stale = true;
    echoes.delete(`${id}:unread`);
  }
}

export const mergeInto = act<Pair, ConversationChanged>('conversation.merge', {
  touches: both,
  send: ({ id, other }) => api.post(at`/conversations/${id}/merge`, { into: other }),
  done: (row, { id, other }, number) => changed(row, number, id, other),
  failed: 'thread-refused-merge',
});
export const splitAt = act<{ id: string; message: string }, ConversationChanged>('conversation.split', {
  touches: ({ id }) => [`conversation:${id}`],
  send: ({ id, message }) => api.post(at`/conversations/${id}/split`, { message }),
  done: (row, { id }, number) => changed(row, number, id),
  failed: 'thread-refused-split',
});
export const moveMessage = act<{ id: string; message: string; to: string | null }, ConversationChanged>('message.move', {
  touches: ({ id, to }) => (to ? both({ id, other: to }) : [`conversation:${id}`]),
  send: ({ message, to }) => api.post(at`/messages/${message}/move`, { conversation: to }),
  done: (row, { id, to }, number) => changed(row, number, id, ...(to ? [to] : [])),
  failed: 'thread-refused-move',
});
export const linkTo = act<Pair, ConversationChanged>('conversation.link', {
  touches: both,
  send: ({ id, other }) => api.post(at`/conversations/${id}/link`, { to: other }),
  done: (row, _, number) => conversations.put(row, number),
  failed: 'thread-refused-link',
});
export const unlinkFrom = act<Pair, ConversationChanged>('conversation.unlink', {
  touches: both,
  send: ({ id, other }) => api.delete<ConversationChanged>(at`/conversations/${id}/link/${other}`),
  done: (row, _, number) => conversations.put(row, number),
  failed: 'thread-refused-link',
});
