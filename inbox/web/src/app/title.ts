/** The tab's title, the dot on its icon, the badge of the installed app: what waits unread for this agent. */
import { conversations } from '$/data/conversations.svelte';
import { session } from '$/data/session.svelte';
import { formatNumber } from '$/i18n/format.svelte';
import { t } from '$/i18n/i18n.svelte';
import { afterPaint } from './later';
import type { Route } from './router.svelte';
import { viewName } from './views';

let plain = '';

function icon(dot: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) return;
  plain ||= link.href;
  if (!dot) {
    if (link.href !== plain) link.href = plain;
    return;
  }
  if (link.href.startsWith('data:')) return;
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.drawImage(image, 0, 0, 64, 64);
    pen.fillStyle = '#e5484d';
    pen.arc(50, 14, 13, 0, 7);
    pen.fill();
    link.href = canvas.toDataURL();
  };
  image.src = plain;
}

let told: number | null = null;

function badge(unread: number): void {
  const { setAppBadge } = navigator as { setAppBadge?: (n: number) => Promise<void> };
  if (!setAppBadge || unread === told) return;
  told = unread;
  void setAppBadge.call(navigator, unread).catch(() => undefined); // not installed: no badge
}

/** Call it in an effect. In a tab that nobody sees it happens at once, for there the title is all that is seen. */
export function showTitle(route: Route): () => void {
  const { unread } = session.counts;
  const place = route.room === 'queue'
    ? (route.conversation && conversations.get(route.conversation)?.subject) || viewName(route.view)
    : t(`app-room-${route.room}`);
  const title = `${unread ? `(${formatNumber(unread)}) ` : ''}${place} · ${t('app-name')}`;
  const show = () => {
    if (document.title !== title) document.title = title;
    icon(unread > 0);
    badge(unread);
  };
  if (!document.hidden) return afterPaint(show);
  show();
  return () => undefined;
}
