/** The commands of one message, for its menu; those with an action in the registry show its keys. */
import { keysOf } from '$/app/actions.svelte';
import { queueHref, router } from '$/app/router.svelte';
import type { Message } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import type { MenuItem } from '$/ui';
import { compose } from '$/composer/compose.svelte';
import { copy } from './again';
import type { View } from './view.svelte';

/** Opens what the server gives in a tab of its own, where it can reach nothing of ours. */
function tab(path: string): void {
  window.open(path, '_blank', 'noopener,noreferrer');
}

/** Lets the browser save what the server gives. */
function save(path: string): void {
  const link = Object.assign(document.createElement('a'), { href: path, download: '' });
  link.click();
}

export function linkOf(message: Message): string {
  return new URL(queueHref(router.route.view || 'open', message.conversation, message.id), location.href).href;
}

export function messageItems(view: View, message: Message): MenuItem[] {
  const base = `/api/v1/messages/${encodeURIComponent(message.id)}`;
  const note = message.kind === 'note';
  const with_ = (id: string) => ({ keys: keysOf(id) });
  const plain = view.plain.has(message.id);
  const url = typeof message.notes.url === 'string' && /^https?:/.test(message.notes.url) ? message.notes.url : null;
  return [
    { label: t('thread-menu-copy'), icon: 'copy', ...with_('message.copy'), run: () => void copy(message.text) },
    { label: t('thread-menu-quote'), icon: 'corner-up-left', ...with_('message.quote'), run: () => void compose.quote(message) },
    ...(!note ? [{ label: t('thread-menu-forward'), icon: 'forward' as const, ...with_('compose.forward'), run: () => compose.forward(message) }] : []),
    { label: t('thread-menu-note'), icon: 'lock', run: () => void compose.open(message.conversation, 'note').then(() => compose.quote(message)) },
    { label: t('thread-menu-link'), icon: 'link', ...with_('message.link'), run: () => void copy(linkOf(message)) },
    'separator',
    ...(message.html ? [
      { label: t(plain ? 'thread-menu-html' : 'thread-menu-plain'), icon: 'file-text' as const, run: () => view.togglePlain(message.id) },
      { label: t('thread-menu-original'), icon: 'external-link' as const, run: () => tab(`${base}/html?original=1`) },
    ] : []),
    ...(url ? [{ label: t('thread-menu-elsewhere'), icon: 'external-link' as const, run: () => tab(url) }] : []),
    ...(note ? [] : [
      { label: t('thread-menu-raw'), icon: 'list' as const, run: () => { view.dialog = { kind: 'raw', message }; } },
      { label: t('thread-menu-download'), icon: 'download' as const, run: () => save(`${base}/raw`) },
      { label: t('thread-menu-why'), icon: 'circle-help' as const, ...with_('message.why'), run: () => { view.dialog = { kind: 'why', message }; } },
    ]),
    'separator',
    { label: t('thread-menu-split'), icon: 'scissors', disabled: view.thread.messages[0]?.id === message.id && !view.thread.next, run: () => { view.dialog = { kind: 'split', message }; } },
    { label: t('thread-menu-move'), icon: 'corner-up-right', disabled: view.thread.messages.length < 2, run: () => { view.dialog = { kind: 'move', message }; } },
  ];
}
