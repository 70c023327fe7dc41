/** Who else looks at which conversation, and who writes there. */
import { SvelteMap } from 'svelte/reactivity';
import { live } from './live.svelte';
import type { Presence } from './types';

const by = new SvelteMap<string, Presence[]>();
const NOBODY: Presence[] = [];

live.hear((frame) => {
  if (frame.type === 'hello') by.clear();
  if (frame.type !== 'presence') return;
  if (frame.agents.length) by.set(frame.conversation, frame.agents);
  else by.delete(frame.conversation);
});

/** Other agents in a conversation. Reactive. */
export function others(conversation: string): Presence[] {
  return by.get(conversation) ?? NOBODY;
}
