/** What is said about a message: its author, its marks, its name for screen readers. */
import { session } from '$/data/session.svelte';
import type { Message } from '$/data/types';
import { fullTime } from '$/i18n/format.svelte';
import { t } from '$/i18n/i18n.svelte';
import type { Change } from './timeline';

export function authorOf(message: Message): string {
  return message.author.name || message.from?.name || message.from?.value || t('thread-unknown');
}

type Tone = 'plain' | 'warn' | 'danger' | 'accent';
/** What is worth a mark. That nobody vouches for a sender (`unverified`) is so of most mail and says nothing. */
const FLAGS: Record<string, Tone> = {
  public: 'accent', newcomer: 'warn', auth_fail: 'danger', automatic: 'plain', bulk: 'plain', truncated: 'warn', repeated_id: 'warn', edited: 'plain',
  blocked: 'danger', spam: 'danger',
};

export function flagsOf(message: Message): { words: string; tone: Tone }[] {
  return message.flags.filter((flag) => flag in FLAGS).map((flag) => ({ words: `thread-flag-${flag.replaceAll('_', '-')}`, tone: FLAGS[flag] ?? 'plain' }));
}

export function spoken(message: Message): string {
  const kind = message.kind === 'note' ? 'note' : message.direction === 'out' ? 'out' : 'in';
  return t(`thread-message-${kind}`, { name: authorOf(message), channel: message.channel, at: fullTime(message.sent_at) });
}

interface Named { id: string; name: string }

/** What an act on the conversation changed, one sentence for each thing. `who` is in each. */
export function sentences(change: Change): string[] {
  const who = change.agent.id === session.me.id ? t('thread-change-you') : change.agent.name || t('thread-change-system');
  const say = (key: string, args: Record<string, string> = {}) => t(`thread-change-${key}`, { who, ...args });
  if (change.action !== 'update') return [say(change.action, { other: change.other ?? '?' })];
  const { before, after } = change;
  const out: string[] = [];
  const until = after.snoozed_until as string | null | undefined;
  if (typeof after.status === 'string') {
    out.push(after.status === 'snoozed' && until ? say('snoozed-until', { at: fullTime(until) }) : say(`status-${after.status}`));
  } else if (until) {
    out.push(say('snoozed-until', { at: fullTime(until) }));
  }
  if ('assignee' in after) {
    const [to, from] = [after.assignee as Named | null, before.assignee as Named | null];
    if (to === null) out.push(say('unassigned', { name: from?.name ?? '' }));
    else out.push(to.id === change.agent.id ? say('taken') : say('assigned', { name: to.id === session.me.id ? t('thread-change-you') : to.name }));
  }
  if ('team' in after) out.push(after.team ? say('team', { name: (after.team as Named).name }) : say('no-team'));
  if ('contact' in after) out.push(say('contact', { name: (after.contact as Named | null)?.name ?? '' }));
  for (const tag of (after.tags as string[] | undefined) ?? []) out.push(say('tagged', { tag }));
  for (const tag of (before.tags as string[] | undefined) ?? []) out.push(say('untagged', { tag }));
  if (typeof after.priority === 'string') out.push(say('priority', { priority: t(`thread-priority-${after.priority}`) }));
  if (typeof after.subject === 'string') out.push(say('subject', { subject: after.subject }));
  return out;
}
