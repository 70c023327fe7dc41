/** Marks a conversation as read when its newest message is really before somebody's eyes: seen, in a tab that has the focus. */
import { conversations, markRead } from '$/data/conversations.svelte';
import type { View } from './view.svelte';

/** `seen`: whether the newest message is in sight. What it gives is called whenever that may have changed. */
export function reading(view: View, seen: () => boolean): () => void {
  let marked: string | undefined; // each message once: what was marked unread by hand stays so
  let asked = 0;

  function look(): void {
    asked = 0;
    const last = view.thread.messages.at(-1);
    if (!last || last.id === marked || view.person || !view.ready) return;
    if (document.hidden || !document.hasFocus() || !seen()) return;
    marked = last.id;
    if (conversations.get(view.id)?.unread) markRead({ id: view.id, up_to: last.id });
  }

  $effect(() => {
    void [view.thread.messages.at(-1)?.id, view.ready, view.person];
    later();
  });
  function later(): void {
    asked ||= requestAnimationFrame(look);
  }
  $effect(() => () => cancelAnimationFrame(asked));
  return later;
}
