/** Says politely what comes in and what becomes of one's own messages, as much of it as the agent wants to hear. */
import { untrack } from 'svelte';
import { announce } from '$/app/announce.svelte';
import { byId } from '$/data/belongs';
import { conversations } from '$/data/conversations.svelte';
import { session } from '$/data/session.svelte';
import { settings } from '$/data/settings.svelte';
import type { Message } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import type { View } from './view.svelte';
import { authorOf } from './words';

const MOST = 160;
const TOLD = new Set(['sent', 'delivered', 'read', 'failed', 'bounced', 'uncertain']);

function wanted(view: View, message: Message): boolean {
  if (settings.announce === 'none') return false;
  if (settings.announce === 'all') return true;
  const mine = message.author.kind === 'agent' && message.author.id === session.me.id;
  return mine || conversations.get(view.id)?.assignee?.id === session.me.id;
}

/** Call it while the thread's component begins. */
export function follow(view: View): void {
  let last: Message | undefined;
  let states = new Map<string, string | undefined>();
  let begun = false;

  $effect(() => {
    const { messages } = view.thread;
    untrack(() => {
      if (begun) for (const message of messages) told(message);
      begun = true;
      last = messages.at(-1);
      states = new Map(messages.map((one) => [one.id, one.delivery?.state]));
    });
  });

  function told(message: Message): void {
    const state = message.delivery?.state;
    const mine = message.author.kind === 'agent' && message.author.id === session.me.id;
    if (last && byId(message, last) > 0 && !mine && wanted(view, message)) {
      const text = message.text.replace(/\s+/g, ' ').trim();
      announce(t(message.kind === 'note' ? 'thread-say-note' : 'thread-say-message', { name: authorOf(message), text: text.length > MOST ? `${text.slice(0, MOST)}…` : text }));
    } else if (mine && state && TOLD.has(state) && states.has(message.id) && states.get(message.id) !== state && wanted(view, message)) {
      const bad = state === 'failed' || state === 'bounced' || state === 'uncertain';
      announce(t('thread-say-state', { state: t(`thread-state-${state}`, { channel: message.channel }), why: (bad && message.delivery?.error?.detail) || '' }), { urgent: bad });
    }
  }
}
