/** What became of an outgoing message, for people: an icon, a colour, the string that says it, and what can be done. Pure. */
import type { Channel, Delivery, Message } from '$/data/types';
import type { IconName } from '$/ui/icons';

export type Tone = 'plain' | 'good' | 'warn' | 'danger';
export type Does = 'undo' | 'cancel' | 'retry' | 'edit' | 'copy' | 'elsewhere' | 'resolve';
export interface Shown {
  /** Finer than the delivery's state: what waits is told apart. */
  state: Delivery['state'] | 'scheduled' | 'undoable' | 'waiting' | 'held';
  icon: IconName;
  tone: Tone;
  /** Id of the string; it may take `at`, `attempts`, `channel`. */
  words: string;
  /** The moment to show beside it. */
  at: string;
  /** Why, in the provider's or the server's words. */
  reason: string | null;
  /** Id of the string that explains the code of the reason, when it has one that we know. */
  advice: string | null;
  does: Does[];
}

/** Longer ahead than the longest time to undo: somebody chose the moment. */
const UNDO_MOST = 31_000;
const ADVISED = new Set([
  'auth', 'gave_up', 'no_channel', 'no_outbound_url', 'no_recipient', 'no_such_user', 'not_summoned', 'opted_out', 'rate_limited',
  'receive_only', 'too_large', 'too_long', 'undeliverable', 'window', 'media',
]);
export const LOOKS: Record<Shown['state'], [IconName, Tone]> = {
  undoable: ['clock', 'plain'],
  scheduled: ['alarm-clock', 'plain'],
  queued: ['clock', 'plain'],
  waiting: ['refresh-cw', 'warn'],
  held: ['pause', 'warn'],
  sending: ['send', 'plain'],
  sent: ['check', 'plain'],
  delivered: ['check-check', 'plain'],
  read: ['check-check', 'good'],
  uncertain: ['circle-help', 'warn'],
  failed: ['circle-alert', 'danger'],
  bounced: ['circle-alert', 'danger'],
  canceled: ['ban', 'plain'],
};
const DOES: Partial<Record<Shown['state'], Does[]>> = {
  undoable: ['undo'],
  scheduled: ['cancel'],
  queued: ['cancel'],
  waiting: ['cancel'],
  held: ['cancel'],
  uncertain: ['resolve'],
  failed: ['retry', 'edit', 'copy', 'elsewhere'],
  bounced: ['edit', 'copy', 'elsewhere'],
  canceled: ['edit', 'copy'],
};

/** The state as people tell them apart. `now` in ms. */
export function stateOf(delivery: Delivery, now: number, channel?: Pick<Channel, 'state'>): Shown['state'] {
  if (delivery.state !== 'queued') return delivery.state;
  if (delivery.error && delivery.attempts > 0) return 'waiting';
  const due = delivery.next_at === null ? now : Date.parse(delivery.next_at);
  if (due > now && delivery.attempts === 0) return due - now < UNDO_MOST ? 'undoable' : 'scheduled';
  return channel && ['auth_required', 'misconfigured', 'down'].includes(channel.state) ? 'held' : 'queued';
}

export function shown(delivery: Delivery, now: number, channel?: Pick<Channel, 'state'>): Shown {
  const state = stateOf(delivery, now, channel);
  const [icon, tone] = LOOKS[state];
  const ahead = state === 'undoable' || state === 'scheduled' || state === 'waiting';
  const told = delivery.recipients.find((one) => one.detail && (one.state === 'failed' || one.state === 'bounced'))?.detail ?? null;
  const bad = ['waiting', 'failed', 'bounced', 'queued', 'held'].includes(state);
  const { error } = delivery;
  return {
    state, icon, tone, words: `thread-state-${state}`, at: (ahead && delivery.next_at) || delivery.at,
    reason: bad ? error?.detail || told : null,
    advice: bad && error && ADVISED.has(error.code) ? `thread-advice-${error.code.replaceAll('_', '-')}` : null,
    does: DOES[state] ?? [],
  };
}

/** Whole seconds left to take it back; 0: the time is over. */
export function secondsLeft(delivery: Delivery, now: number): number {
  return delivery.next_at === null ? 0 : Math.max(0, Math.ceil((Date.parse(delivery.next_at) - now) / 1000));
}

/** States of several recipients, the worst first, each with whom it concerns; one line is enough where all share one. */
export function grouped(delivery: Delivery): { state: Delivery['state']; who: Delivery['recipients'] }[] {
  const order: Delivery['state'][] = ['failed', 'bounced', 'uncertain', 'queued', 'sending', 'canceled', 'sent', 'delivered', 'read'];
  return order.map((state) => ({ state, who: delivery.recipients.filter((one) => one.state === state) })).filter(({ who }) => who.length);
}

/** Whether something is still to come of it. */
export function settled(message: Message): boolean {
  return !message.delivery || !['queued', 'sending', 'uncertain'].includes(message.delivery.state);
}
