/** What a thread shows, in order: messages, days between them, where the unread begins, and what was done in between. Pure. */
import { byId } from '$/data/belongs';
import type { Message, Schemas } from '$/data/types';

export type Change = Schemas['Change'];
export type Entry =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'place'; key: string; /** The conversation that goes on here. */ conversation: string }
  | { kind: 'message'; key: string; message: Message; /** Its author and channel stand above it. */ head: boolean }
  | { kind: 'changes'; key: string; changes: Change[] };

export interface Given {
  messages: readonly Message[];
  changes?: readonly Change[];
  /** The first message that was unread when the thread was opened; null: none. */
  firstUnread?: string | null;
  /** Messages of several conversations: it is said where each goes on. */
  places?: boolean;
  /** The day of a moment in the agent's time zone, for comparing. */
  dayOf: (at: string) => string;
}

const CLOSE = 5 * 60_000;

/** When a message came to us; what lay somewhere for days stands where it was found. */
export const moment = (message: Message): string => message.received_at ?? message.sent_at;

const PREFIXES = /^(?:(?:re|aw|antw|fwd?|wg|sv|tr|پاسخ|بازارسال)(?:\[\d+\])?\s*[:：]\s*)+/iu;

/** Whether two subjects differ in nothing but the marks of answering and forwarding. */
export function sameSubject(a: string, b: string): boolean {
  const bare = (text: string) => text.replace(PREFIXES, '').replace(/\s+/g, ' ').trim().toLowerCase();
  return bare(a) === bare(b);
}

/** Whether `b` goes on where `a` stopped: the same person, the same way, a short time later. */
export function together(a: Message, b: Message): boolean {
  return a.kind === b.kind && a.direction === b.direction && a.channel === b.channel && a.conversation === b.conversation
    && a.author.kind === b.author.kind && a.author.id === b.author.id && a.author.name === b.author.name
    && sameSubject(a.subject, b.subject) && Math.abs(Date.parse(moment(b)) - Date.parse(moment(a))) < CLOSE;
}

/** The first message of somebody else behind the one that was read last. Null where everything was read, or nothing ever. */
export function firstUnread(messages: readonly Message[], readUpTo: string | null | undefined): string | null {
  if (!readUpTo) return null;
  return messages.find((one) => one.direction === 'in' && byId(one, { id: readUpTo }) > 0)?.id ?? null;
}

export function timeline({ messages, changes = [], firstUnread: unread = null, places = false, dayOf }: Given): Entry[] {
  const out: Entry[] = [];
  const acts = [...changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : byId(a, b)));
  let [day, place, next] = ['', '', 0];
  let before: Message | null = null;

  const turn = (at: string) => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    out.push({ kind: 'day', key: `day-${day}-${out.length}`, at });
    before = null;
  };
  const act = (change: Change) => {
    turn(change.at);
    const last = out.at(-1);
    if (last?.kind === 'changes') last.changes.push(change);
    else out.push({ kind: 'changes', key: `changes-${change.id}`, changes: [change] });
    before = null;
  };

  const oldest = messages[0] && moment(messages[0]);
  for (const message of messages) {
    for (; next < acts.length && (acts[next] as Change).at < moment(message); next++) {
      if (oldest && (acts[next] as Change).at >= oldest) act(acts[next] as Change); // those before belong to a page that is not here
    }
    turn(moment(message));
    if (places && message.conversation !== place) {
      place = message.conversation;
      out.push({ kind: 'place', key: `place-${message.id}`, conversation: place });
      before = null;
    }
    if (message.id === unread && out.some((one) => one.kind === 'message')) {
      out.push({ kind: 'new', key: 'new' });
      before = null;
    }
    out.push({ kind: 'message', key: message.id, message, head: !before || !together(before, message) });
    before = message;
  }
  for (; next < acts.length; next++) act(acts[next] as Change);
  return out;
}

/** The id of the message `step` from `id`; from none, the last one upwards and the first one downwards. */
export function neighbour(messages: readonly Message[], id: string | null, step: 1 | -1): string | null {
  const at = messages.findIndex((one) => one.id === id);
  if (at < 0) return (step < 0 ? messages.at(-1) : messages[0])?.id ?? null;
  return messages[at + step]?.id ?? null;
}
