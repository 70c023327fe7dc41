/**
 * Marks a conversation as read when its newest message is really before somebody's eyes: seen, in a tab that has the focus, and
 * for a moment: what one only passes by on the way through the list stays unread, whether by a key or by a click, and so does what
 * lies behind a dialog.
 */
import { afterPaint } from '$/app/later';
import { conversations, markRead } from '$/data/conversations.svelte';
import type { View } from './view.svelte';

const MOMENT = 800; // ms

/** `seen`: whether the newest message is in sight. What it gives is called whenever that may have changed. */
export function reading(view: View, seen: () => boolean): () => void {
  let marked: string | undefined; // each message once: what was marked unread by hand stays so
  let asked: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let status: string | undefined; // when it came into sight

  const before = () => view.ready && !view.person && !document.hidden && document.hasFocus() && seen();
  const veiled = () => document.querySelector('.dialog, dialog[open]') !== null;

  function look(): void {
    asked = undefined;
    const last = view.thread.messages.at(-1);
    if (timer !== undefined || !last || last.id === marked || !before()) return;
    status = conversations.get(view.id)?.status;
    timer = setTimeout(() => {
      timer = undefined;
      const now = view.thread.messages.at(-1);
      if (veiled()) later(); // a dialog goes without a word
      else if (now && before()) mark(now.id);
    }, MOMENT);
  }

  $effect(() => {
    void [view.thread.messages.at(-1)?.id, view.ready, view.person];
    later();
  });
  function later(): void {
    asked ??= afterPaint(look);
  }
  function mark(id: string): void {
    marked = id;
    if (conversations.get(view.id)?.unread) markRead({ id: view.id, up_to: id });
  }
  $effect(() => () => {
    asked?.();
    if (timer === undefined) return;
    clearTimeout(timer);
    const last = view.thread.messages.at(-1);
    const now = conversations.get(view.id)?.status; // none: it was deleted
    if (last && now && now !== status) mark(last.id); // who closes it at once has read it
  });
  return later;
}
