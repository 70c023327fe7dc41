/**
 * Notices of the browser about new messages. Nobody is asked before they click; one tab leads (Web Locks), so nothing rings twice;
 * in quiet hours nothing does.
 */
import { conversations } from '$/data/conversations.svelte';
import { onEvent } from '$/data/live.svelte';
import { session } from '$/data/session.svelte';
import { settings, timeZone } from '$/data/settings.svelte';
import type { Conversation, LiveEvent } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import { quiet } from './quiet';
import { queueHref, router } from './router.svelte';

const GATHER = 1500;
let leads = false;
let waiting: Conversation[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let sound: AudioContext | undefined;

/** Asks the browser's permission: from a click only. */
export async function askForNotices(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false;
  return await Notification.requestPermission() === 'granted';
}

export function noticesAllowed(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

function quietNow(): boolean {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: timeZone(), hour: '2-digit', minute: '2-digit' }).format(Date.now());
  return quiet(time, settings.notify.quiet_from, settings.notify.quiet_to);
}

function concerns(row: Conversation): boolean {
  const { notify } = settings;
  if (row.status === 'spam') return false;
  if (row.assignee) return row.assignee.id === session.me.id && notify.mine;
  return notify.unassigned;
}

/** Two soft tones, made here: nothing to load. */
export function ring(volume = settings.notify.volume): void {
  sound ??= new AudioContext();
  const [context, at] = [sound, sound.currentTime];
  for (const [n, frequency] of [587, 880].entries()) {
    const [tone, level] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, at + n * 0.12);
    level.gain.linearRampToValueAtTime(0.2 * volume, at + n * 0.12 + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, at + n * 0.12 + 0.4);
    tone.connect(level).connect(context.destination);
    tone.start(at + n * 0.12);
    tone.stop(at + n * 0.12 + 0.45);
  }
}

function open(path: string): void {
  window.focus();
  router.go(path);
}

function show(): void {
  const rows = waiting;
  waiting = [];
  const [first] = rows;
  if (!first || quietNow()) return;
  if (settings.notify.sound) ring();
  if (!noticesAllowed() || (!document.hidden && document.hasFocus())) return;
  const many = new Set(rows.map((row) => row.id)).size > 1;
  const notice = new Notification(many ? t('app-notice-many', { count: rows.length }) : first.contact?.name ?? t('app-notice-one'), {
    body: many ? rows.map((row) => row.contact?.name ?? row.subject).slice(0, 4).join(' · ') : first.last_message?.text.slice(0, 200) ?? '',
    tag: many ? 'inbox' : `inbox-${first.id}`,
  });
  notice.onclick = () => open(many ? queueHref('mine') : queueHref('open', first.id));
}

async function onMessage(event: LiveEvent): Promise<void> {
  if (!leads || !event.conversation) return;
  const mention = event.kind === 'agent.mentioned' && ((event.data.agents as string[] | undefined) ?? []).includes(session.me.id) && settings.notify.mentions;
  const news = (event.kind === 'message.created' && event.data.direction === 'in')
    || (event.kind === 'message.updated' && event.data.delivery === 'failed');
  if (!mention && !news) return;
  const row = await conversations.load(event.conversation).catch(() => null); // gone or offline: nothing to ring for
  if (!row || !(mention || concerns(row))) return;
  waiting.push(row);
  clearTimeout(timer);
  timer = setTimeout(show, GATHER);
}

export function startNotices(): void {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) leads = true;
  else void locks.request('inbox.leader', () => {
    leads = true;
    return new Promise(() => undefined); // for as long as this tab lives
  });
  onEvent((event) => void onMessage(event));
}
