/** To whom a reply goes: as the server's own default says, shown and changeable before it leaves. */
import type { Address, Message } from '$/data/types';

export type Who = Pick<Address, 'kind' | 'value' | 'name'>;
export interface Recipients {
  to: Who[];
  cc: Who[];
}

const same = (one: Who, other: Who) => one.kind === other.kind && one.value.toLowerCase() === other.value.toLowerCase();
/** Without its tag: what comes to `support+m.1@example.com` comes to `support@example.com`. */
const bare = (one: Who): Who => ({ ...one, value: one.value.replace(/\+[^@]*@/, '@') });

/** Each once, in order, without `others`. */
export function without(found: readonly Who[], others: readonly Who[]): Who[] {
  const kept: Who[] = [];
  for (const one of found) {
    if (!kept.some((other) => same(one, other)) && !others.some((other) => same(one, other))) kept.push(one);
  }
  return kept;
}

/** The message that a reply answers: the last inbound one on the channel, a person's before a machine's. */
export function answered(messages: readonly Message[], channel: string): Message | undefined {
  const inbound = messages.filter((one) => one.kind === 'message' && one.direction === 'in' && one.channel === channel);
  const people = inbound.filter((one) => !one.flags.includes('newcomer'));
  const known = people.length ? people : inbound;
  return known.findLast((one) => !one.flags.includes('automatic')) ?? known.at(-1);
}

function outbound(messages: readonly Message[], channel: string): Message | undefined {
  return messages.findLast((one) => one.kind === 'message' && one.direction === 'out' && one.channel === channel);
}

/**
 * Those whom a reply to all goes to: who wrote (or whom they ask to be answered), then everybody of To and Cc, but us. Blind copies
 * are nobody's business. `newcomers` joined by themselves: an agent adds them, nobody else.
 */
export function replyAll(messages: readonly Message[], channel: string, ours: readonly Who[], newcomers: readonly Who[] = []): Recipients {
  const not = [...ours, ...newcomers];
  const drop = (list: readonly Who[]) => without(list, []).filter((one) => !not.some((other) => same(one, other) || same(bare(one), other)));
  const last = answered(messages, channel);
  if (last) {
    const asked = drop(last.reply_to);
    const to = asked.length ? asked : drop(last.from ? [last.from] : []);
    return { to, cc: without(drop([...last.to, ...last.cc]), to) };
  }
  const sent = outbound(messages, channel);
  const to = drop(sent?.to ?? []);
  return { to, cc: without(drop(sent?.cc ?? []), to) };
}

/** The one who wrote, alone. */
export function replyOne(messages: readonly Message[], channel: string, ours: readonly Who[], newcomers: readonly Who[] = []): Recipients {
  return { to: replyAll(messages, channel, ours, newcomers).to, cc: [] };
}

/** Senders who are marked as having joined by themselves, in what is loaded of the thread. */
export function newcomers(messages: readonly Message[]): Who[] {
  const joined = messages.filter((one) => one.flags.includes('newcomer') && one.from).map((one) => one.from as Who);
  const written = messages.filter((one) => one.direction === 'out').flatMap((one) => [...one.to, ...one.cc, ...one.bcc]);
  return without(joined, written);
}

/** As a person would type it: `Ann Lee <ann@example.net>` where a name helps and the address is mail's, else the address. */
export function typed(one: Who): string {
  const name = one.name.replace(/["\\<>\r\n]/g, ' ').trim();
  return one.kind === 'email' && name && name !== one.value ? `"${name}" <${one.value}>` : one.value;
}

/** What somebody typed or pasted, one by one: commas in quotes or brackets divide nothing. */
export function parts(text: string): string[] {
  const found: string[] = [];
  let [start, quoted, depth] = [0, false, 0];
  const cut = (end: number) => {
    const part = text.slice(start, end).trim();
    if (part) found.push(part);
    start = end + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '"' && text[at - 1] !== '\\') quoted = !quoted;
    else if (!quoted && (char === '<' || char === '>')) depth = char === '<' ? 1 : 0;
    else if (/[,;\n]/.test(char) && !quoted && !depth) cut(at);
  }
  cut(text.length);
  return found;
}

/** `"Lee, Ann" <ann@example.net>` as a name and an address. */
export function read(text: string): { name: string; value: string } {
  const found = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  return found ? { name: found[1] ?? '', value: (found[2] ?? '').trim() } : { name: '', value: text.trim() };
}

/** Worth a warning before it is sent; the channel says for sure. */
export function plausible(text: string, kind: string): boolean {
  const { value } = read(text);
  if (kind === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$|^[^\s@]+@localhost$/.test(value);
  if (kind === 'tel') return /^(whatsapp:)?\+?[\d\s().-]{3,24}$/i.test(value);
  return value.length > 0;
}
