/** Asks for what will probably be opened next, when the browser has nothing better to do. */
import { conversations } from './conversations.svelte';
import type { List } from './lists.svelte';
import { threads } from './threads.svelte';

const idle: (run: () => void) => void = typeof requestIdleCallback === 'function'
  ? (run) => requestIdleCallback(run, { timeout: 500 })
  : (run) => setTimeout(run, 60);

/** The neighbours of `id` in its list: their messages are here before somebody presses the key. */
export function prefetchAround(list: List, id: string): void {
  idle(() => {
    if (threads.current !== id) return; // already somewhere else
    for (const step of [1, -1] as const) {
      const next = list.neighbour(id, step);
      if (next && conversations.get(next)) threads.prefetch(next);
    }
  });
}
