/** The start: what the server wrote into the page, or, where nothing did (vite's own server), the same by calls. */
import { api, setCsrf } from './api';
import { outbox } from './outbox.svelte';
import { lists } from './lists.svelte';
import { receive } from './settings.svelte';
import { session } from './session.svelte';
import { journal } from './table.svelte';
import type { Agent, Boot, Channel, Counts, Me, Page, TagCount } from './types';

function written(): Boot | null {
  const text = document.getElementById('boot')?.textContent?.trim() ?? '';
  return text.startsWith('{') ? JSON.parse(text) as Boot : null;
}

async function asked(): Promise<Boot> {
  const [me, counts, channels, agents, tags] = await Promise.all([
    api.get<Me>('/me'), api.get<Counts>('/conversations/counts'), api.get<Page<Channel>>('/channels'),
    api.get<Page<Agent>>('/agents'), api.get<Page<TagCount>>('/tags'),
  ]);
  return {
    me, settings: me.settings ?? {}, counts, last: 0, version: '', channels: channels.items, agents: agents.items,
    teams: [], views: [], tags: tags.items, first: null,
  };
}

/** Fills the store. Raises Offline or Problem when the page has to ask and gets no answer. */
export async function boot(): Promise<void> {
  const data = written() ?? await asked();
  journal.last = data.last;
  setCsrf(data.me.csrf);
  session.me = data.me;
  session.version = data.version;
  session.channels = data.channels;
  session.teams = data.teams;
  session.views = data.views;
  session.tags = data.tags;
  session.agents.putAll(data.agents, data.last);
  session.count(data.counts, data.last);
  receive(data.settings);
  if (data.first) lists.seed(data.first.query, data.first, data.last);
}

/**
 * This tab's name for what it keeps, held as a lock as long as the tab lives, so that another tab can tell what was left behind.
 * Without locks (an insecure origin) each tab keeps its own until it is opened again.
 */
export async function keepActs(): Promise<void> {
  const place = crypto.randomUUID();
  const { locks } = navigator as { locks?: LockManager };
  const lock = (name: string) => `inbox.tab.${name}`;
  if (locks) void locks.request(lock(place), () => new Promise(() => undefined));
  const alive = async (other: string): Promise<boolean> => {
    const held = (await locks?.query())?.held ?? [];
    return held.some((one) => one.name === lock(other));
  };
  await outbox.live(session.me.id, place, alive);
}
