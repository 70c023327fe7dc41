/** What other rooms may ask of the composer: write here, quote this, forward that, give me back what I just sent. */
import { tick } from 'svelte';
import { queueHref, router } from '$/app/router.svelte';
import { toasts } from '$/app/toasts.svelte';
import { last } from '$/app/undo.svelte';
import { keysOf } from '$/app/actions.svelte';
import { api, at, Offline, type Problem } from '$/data/api';
import { conversations, patch } from '$/data/conversations.svelte';
import { draft } from '$/data/drafts.svelte';
import { outbox } from '$/data/outbox.svelte';
import { sendings, sendMessage, threads, type Sending } from '$/data/threads.svelte';
import type { Canned, ConversationPatch, DraftFields, Message } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import { quoted } from './markdown';
import { typed } from './recipients';
import { again } from './uploads.svelte';
import { writingIn, type Mode } from './writing.svelte';

interface Port {
  conversation: string;
  focus(): void;
  insert(text: string): void;
}
let port: Port | null = null;
/** The composer on the screen; gives back how it goes. */
export function present(given: Port): () => void {
  port = given;
  return () => { if (port === given) port = null; };
}

/** What was sent from this page as it was typed, so that it comes back with its marks: by the message's id. */
const written = new Map<string, Sending>();
const KEPT = 50;

sendings.done = (message, sent) => {
  written.set(message.id, sent);
  for (const id of [...written.keys()].slice(0, Math.max(0, written.size - KEPT))) written.delete(id);
  if (sent.body.draft) draft(sent.conversation, sent.body.kind ?? 'reply').arrived();
};

sendings.refused = (problem: Problem, sent: Sending) => {
  const { conversation, body } = sent;
  restore(conversation, body.kind ?? 'reply', body.text ?? '', sent.fields ?? {});
  const writing = writingIn(conversation);
  writing.problem = problem;
  writing.options = body.options ?? {};
  if (problem.code === 'newer_messages') {
    const newer = (problem.body.messages as Message[] | undefined) ?? [];
    threads.peek(conversation)?.put(newer, 0);
    void threads.peek(conversation)?.newer();
  }
  const [row, here] = [conversations.get(conversation), router.route.conversation === conversation];
  if (row && sent.then?.status) patch({ id: conversation, patch: { status: 'open' } }); // closed with a message that never left
  toasts.show(t('app-refused-send'), {
    tone: 'danger', detail: problem.code === 'newer_messages' ? t('composer-race-refused') : problem.detail, seconds: here ? 10 : 0,
    action: here ? undefined : { label: t('composer-show'), run: () => compose.open(conversation, body.kind ?? 'reply') },
  });
  return true;
};

function restore(conversation: string, kind: Mode, text: string, fields: DraftFields): void {
  draft(conversation, kind).back(text, fields);
  writingIn(conversation).mode = kind;
}

/** As it was written: from this page's memory, else from the message itself. */
async function remade(message: Message): Promise<{ text: string; fields: DraftFields; lost: string[] }> {
  const sent = written.get(message.id);
  const { uploads, lost } = await again(message.attachments);
  const names = (role: 'to' | 'cc' | 'bcc') => message[role].map(typed);
  const fields = sent?.fields ?? { to: names('to'), cc: names('cc'), bcc: names('bcc') };
  return { text: sent?.body.text ?? message.text, fields: { ...fields, attachments: uploads }, lost };
}

export const compose = {
  /** Goes to a conversation, if one is not there, and to its composer. */
  async open(conversation: string, kind: Mode = 'reply'): Promise<void> {
    writingIn(conversation).mode = kind;
    if (router.route.conversation !== conversation) router.go(queueHref(router.route.view || 'open', conversation));
    await tick();
    if (port?.conversation === conversation) port.focus();
  },

  /** Quotes a message, or the part of it that is selected, in the reply. */
  async quote(message: Message, part = message.text): Promise<void> {
    await compose.open(message.conversation, writingIn(message.conversation).mode);
    port?.insert(`${quoted(part)}\n\n`);
  },

  /** A canned reply at the end of the reply to a conversation, with what is known filled in. */
  async canned(conversation: string, one: Canned): Promise<void> {
    const text = await api.post<{ text: string }>(at`/canned/${one.id}/render`, { conversation }).then((answer) => answer.text, () => one.text); // unresolved variables are seen, and block the sending
    await compose.open(conversation);
    if (port?.conversation !== conversation) return;
    port.insert(text);
    const reply = draft(conversation, 'reply');
    reply.set(reply.text, { ...reply.fields, canned: one.id });
  },

  /** A new conversation with what was said in this one. */
  forward(message: Message): void {
    router.go(`/new?forward=${encodeURIComponent(message.id)}`);
  },

  /** Takes a message back that the server still holds; its words and files are in the composer again. False: it was too late. */
  async takeBack(message: Message): Promise<boolean> {
    try {
      const row = await api.post<Message>(at`/messages/${message.id}/cancel`);
      threads.peek(row.conversation)?.put([row], Number.MAX_SAFE_INTEGER);
    } catch (error) {
      const offline = error instanceof Offline;
      toasts.show(t('composer-too-late'), { tone: 'danger', detail: offline ? t('ui-error-offline') : (error as Error).message });
      return false;
    }
    await compose.editAgain(message);
    toasts.show(t('composer-taken-back'));
    return true;
  },

  /** The words and files of a message that did not go out are in the composer again. */
  async editAgain(message: Message): Promise<void> {
    const { text, fields, lost } = await remade(message);
    restore(message.conversation, message.kind === 'note' ? 'note' : 'reply', text, fields);
    if (lost.length) toasts.show(t('composer-files-lost', { names: lost.join(', ') }), { tone: 'danger' });
    await compose.open(message.conversation, message.kind === 'note' ? 'note' : 'reply');
  },
};

/** Sends, and shows how to take it back for as long as that can be done. `then` changes the conversation with it. */
export function post(sent: Sending, hold: number, then: ConversationPatch | null): void {
  const { conversation } = sent;
  const row = conversations.get(conversation);
  const act = sendMessage(sent);
  const changed = then ? patch({ id: conversation, patch: then }) : null;
  if (!hold && !then) return;
  let over = false;
  const back = async () => {
    if (over) return;
    over = true;
    if (last.undo === undo) last.undo = null;
    toasts.close(id);
    if (changed && row) patch({ id: conversation, patch: { status: row.status === 'merged' ? 'open' : row.status } });
    if (!hold) return;
    if (outbox.drop(act.key)) {
      restore(conversation, sent.body.kind ?? 'reply', sent.body.text ?? '', sent.fields ?? {});
      return void compose.open(conversation, sent.body.kind ?? 'reply');
    }
    const message = await act.answer.catch(() => null); // a refused one is back already
    if (message) await compose.takeBack(message);
  };
  const undo = () => void back();
  const counts = hold && then?.status !== 'closed' ? (seconds: number) => t('composer-sent-held', { seconds }) : undefined;
  const text = then?.status === 'closed' ? t('composer-sent-closed') : counts?.(hold) ?? t('composer-sent');
  const id = toasts.show(text, { seconds: counts ? hold : Math.max(hold, then ? 6 : 0), counts, action: { label: t('app-undo'), keys: keysOf('app.undo'), run: undo } });
  last.undo = undo;
  act.answer.catch(() => toasts.close(id));
  setTimeout(() => { over = true; if (last.undo === undo) last.undo = null; }, Math.max(hold, then ? 30 : 0) * 1000);
}
