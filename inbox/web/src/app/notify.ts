/**
 * Notices of the browser about new messages. Nobody is asked before they click; one tab leads (Web Locks), so nothing rings twice;
 * in quiet hours nothing does. A message of one's own that failed is told on the page, too, at any hour.
 */
import { api, at } from '$/data/api';
import { conversations } from '$/data/conversations.svelte';
import { onEvent } from '$/data/live.svelte';
import { session } from '$/data/session.svelte';
import { settings, timeZone } from '$/data/settings.svelte';
import type { Conversation, LiveEvent, Message } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import { quiet } from './quiet';
import { queueHref, router } from './router.svelte';
import { toasts } from './toasts.svelte';

const GATHER = 1500;
type Why = 'news' | 'mention' | 'failed';
interface News { row: Conversation; why: Why }
let leads = false;
let waiting: News[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let sound: AudioContext | undefined;
/** The conversation that another tab of ours shows to somebody who looks at it; null: none does. */
let elsewhere: { conversation: string | null } | null = null;

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

/** Two soft tones, made here: nothing to load. A page that nobody has touched yet may not sound. */
export function ring(volume = settings.notify.volume): void {
  if (!volume || navigator.userActivation?.hasBeenActive === false) return;
  sound ??= new AudioContext();
  void sound.resume();
  const [context, now] = [sound, sound.currentTime];
  for (const [n, frequency] of [587, 880].entries()) {
    const [tone, level] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = frequency;
    level.gain.setValueAtTime(0, now + n * 0.12);
    level.gain.linearRampToValueAtTime(0.2 * volume, now + n * 0.12 + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, now + n * 0.12 + 0.4);
    tone.connect(level).connect(context.destination);
    tone.start(now + n * 0.12);
    tone.stop(now + n * 0.12 + 0.45);
  }
}

const looking = () => !document.hidden && document.hasFocus();

/** Somebody has it before their eyes, here or in another tab. */
function seen(conversation: string): boolean {
  return looking() ? router.route.conversation === conversation : elsewhere?.conversation === conversation;
}

function open(path: string): void {
  window.focus();
  router.go(path);
}

const NAMES: Record<Why, string> = { news: 'app-notice-many', mention: 'app-notice-many', failed: 'app-notice-failed-many' };

function titleOf({ row, why }: News): string {
  const name = row.contact?.name || row.subject || t('app-notice-one');
  return why === 'news' ? name : t(why === 'mention' ? 'app-notice-mention' : 'app-notice-failed-to', { name });
}

function show(): void {
  const news = waiting.filter(({ row, why }) => why === 'failed' || !seen(row.id));
  waiting = [];
  const [first] = news;
  if (!first || quietNow()) return;
  if (settings.notify.sound) ring();
  if (!noticesAllowed() || looking() || elsewhere) return;
  const many = new Set(news.map(({ row }) => row.id)).size > 1;
  const why = news.every((one) => one.why === 'failed') ? 'failed' : 'news';
  const notice = new Notification(many ? t(NAMES[why], { count: news.length }) : titleOf(first), {
    body: many ? news.map(({ row }) => row.contact?.name ?? row.subject).slice(0, 4).join(' · ') : first.row.last_message?.text.slice(0, 200) ?? '',
    tag: many ? 'inbox' : `inbox-${first.row.id}`,
    icon: '/icon-192.png',
  });
  const view = why === 'failed' ? 'failed' : news.every(({ row }) => row.assignee?.id === session.me.id) ? 'mine' : 'open';
  notice.onclick = () => {
    notice.close();
    open(many ? queueHref(view) : queueHref('all', first.row.id));
  };
}

function gather(news: News): void {
  waiting.push(news);
  clearTimeout(timer);
  timer = setTimeout(show, GATHER);
}

async function onMessage(event: LiveEvent): Promise<void> {
  if (!leads || !event.conversation) return;
  const named = (event.data.agents as string[] | undefined) ?? [];
  const mention = event.kind === 'agent.mentioned' && named.includes(session.me.id) && settings.notify.mentions;
  const news = event.kind === 'message.created' && event.data.direction === 'in';
  if (!mention && !news) return;
  const row = await conversations.load(event.conversation).catch(() => null); // gone or offline: nothing to ring for
  if (row && (mention || concerns(row))) gather({ row, why: mention ? 'mention' : 'news' });
}

const told = new Set<string>();

/** What I sent and did not go out: said at once, wherever I am. */
async function onFailure(event: LiveEvent): Promise<void> {
  const { message: id, conversation } = event;
  if (event.kind !== 'message.updated' || !id || !conversation || !event.data.delivery) return;
  if (event.data.delivery !== 'failed') {
    told.delete(id); // another try: it may fail anew
    return;
  }
  if (told.has(id) || (document.hidden && !leads)) return;
  told.add(id);
  const message = await api.get<Message>(at`/messages/${id}`).catch(() => null); // erased, or offline: the badge says it
  if (!message || message.author.kind !== 'agent' || message.author.id !== session.me.id || message.delivery?.state !== 'failed') return;
  const row = conversations.get(conversation) ?? await conversations.load(conversation).catch(() => null);
  const name = message.to[0]?.name || message.to[0]?.value || row?.contact?.name;
  toasts.show(name ? t('app-notice-failed-to', { name }) : t('app-notice-failed'), {
    tone: 'danger', detail: message.delivery.error?.detail,
    action: { label: t('app-show'), run: () => router.go(queueHref('failed', conversation, id)) },
  });
  if (row && leads) gather({ row, why: 'failed' });
}

/** Tabs tell each other which of them is looked at. */
function shareFocus(): void {
  if (!('BroadcastChannel' in globalThis)) return;
  const channel = new BroadcastChannel('inbox.focus');
  let said = '';
  const tell = () => {
    const now = looking() ? { conversation: router.route.conversation } : null;
    if (JSON.stringify(now) === said) return;
    said = JSON.stringify(now);
    channel.postMessage(now);
  };
  channel.onmessage = ({ data }) => { elsewhere = data as typeof elsewhere; };
  for (const name of ['focus', 'blur', 'pagehide']) addEventListener(name, () => (name === 'pagehide' ? channel.postMessage(null) : tell()));
  document.addEventListener('visibilitychange', tell);
  setInterval(tell, 2_000); // where one goes on the page is told, too
  tell();
}

export function startNotices(): void {
  const { locks } = navigator as { locks?: LockManager };
  if (!locks) leads = true;
  else void locks.request('inbox.leader', () => {
    leads = true;
    return new Promise(() => undefined); // for as long as this tab lives
  });
  shareFocus();
  onEvent((event) => {
    void onMessage(event);
    void onFailure(event);
  });
}
