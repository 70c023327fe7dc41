/** What an event asks for: exactly the rows that somebody can see, each once for many events, and never for what is known already. */
import { Problem } from './api';
import { conversations, echoes } from './conversations.svelte';
import { contacts } from './contacts.svelte';
import { lists } from './lists.svelte';
import { live } from './live.svelte';
import { outbox } from './outbox.svelte';
import { session } from './session.svelte';
import { threads } from './threads.svelte';
import type { LiveEvent } from './types';

const PAUSE = 150;
/** More changed conversations than this at once: the list is asked for instead of each. */
const MANY = 8;

const dirty = new Map<string, number>(); // conversation -> the number of the newest event about it
const threadWants = new Map<string, 'newer' | 'all' | Set<string>>();
const wanted = new Set<() => Promise<unknown>>();
let timer: ReturnType<typeof setTimeout> | undefined;
let flushed = 0;

/** The first event is served at once, those that follow closely are gathered. */
function soon(): void {
  if (timer) return;
  const wait = Math.max(0, flushed + PAUSE - Date.now());
  timer = setTimeout(() => {
    timer = undefined;
    flushed = Date.now();
    void flush();
  }, wait);
}

async function flush(): Promise<void> {
  const [rows, bodies, rest] = [[...dirty], [...threadWants], [...wanted]];
  [dirty, threadWants, wanted].forEach((one) => one.clear());
  const due = rows.filter(([id, number]) => conversations.learned(id) < number).map(([id]) => id);
  const calls: Promise<unknown>[] = bodies.map(([id, want]) => thread(id, want));
  calls.push(...rest.map((call) => call()));
  if (due.length > MANY) {
    lists.outdate();
    if (lists.current) calls.push(lists.current.refresh());
    calls.push(...due.filter((id) => id === threads.current).map(row));
  } else {
    calls.push(...due.map(row));
  }
  await Promise.allSettled(calls); // what got no answer shows as old; the line's return asks for everything again
}

async function row(id: string): Promise<void> {
  try {
    await conversations.load(id);
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 403)) throw error;
    conversations.drop(id); // erased, or not ours to see any more
  }
}

/** Only a thread that is on the screen is asked for; the others are, when they are opened. */
async function thread(id: string, want: 'newer' | 'all' | Set<string>): Promise<void> {
  const there = threads.peek(id);
  if (!there?.loaded) return;
  if (id !== threads.current) {
    there.stale = true;
    return;
  }
  if (want === 'all') await there.load();
  else if (want === 'newer') await there.newer();
  else await Promise.all([...want].map((message) => there.one(message)));
}

function wantThread(id: string, want: 'newer' | 'all', message?: string | null): void {
  const now = threadWants.get(id);
  if (message && now === undefined) threadWants.set(id, new Set([message]));
  else if (message && now instanceof Set) now.add(message);
  else if (message) threadWants.set(id, 'all');
  else threadWants.set(id, now === undefined || now === want ? want : 'all');
}

function isEcho(event: LiveEvent): boolean {
  const changed = (event.data.changed as string[] | undefined) ?? [];
  if (event.kind !== 'conversation.updated' || changed.join() !== 'unread') return false;
  if (event.data.agent !== session.me.id) return true; // what somebody else has read is not ours to show
  const name = `${event.conversation}:unread`;
  const left = echoes.get(name) ?? 0;
  if (left > 0) echoes.set(name, left - 1);
  return left > 0;
}

function onConversation(event: LiveEvent, id: string): void {
  const changed = (event.data.changed as string[] | undefined) ?? [];
  if (changed.includes('erased')) {
    dirty.delete(id);
    threadWants.delete(id);
    conversations.drop(id);
    return;
  }
  dirty.set(id, event.id);
  if (event.kind === 'message.created') wantThread(id, 'newer');
  if (event.kind === 'message.updated') wantThread(id, 'all', event.message);
  if (changed.includes('messages') || event.kind === 'conversation.merged') wantThread(id, 'all');
  if (event.kind === 'conversation.merged' && event.data.into) dirty.set(String(event.data.into), event.id);
}

const loadChannels = () => session.loadChannels();
const loadAgents = () => session.loadAgents();
const loadTeams = () => session.loadTeams();
const loadViews = () => session.loadViews();
const loadTags = () => session.loadTags();
const loadCanned = async () => { if (session.canned) await session.loadCanned(); };

function onEvent(event: LiveEvent): void {
  if (event.conversation && !event.kind.startsWith('draft.') && !isEcho(event)) onConversation(event, event.conversation);
  if (event.kind === 'channel.updated') wanted.add(loadChannels);
  if (event.kind.startsWith('agent.')) wanted.add(loadAgents);
  if (event.kind.startsWith('team.')) wanted.add(loadTeams);
  if (event.kind.startsWith('view.')) wanted.add(loadViews);
  if (event.kind.startsWith('canned.')) wanted.add(loadCanned);
  if ((event.data.changed as string[] | undefined)?.includes('tags')) wanted.add(loadTags);
  if (event.kind === 'contact.updated' && event.data.contact) contacts.outdate(String(event.data.contact));
  soon();
}

/** Everything on the screen anew: the server does not know any more what we missed. */
export function everything(): void {
  lists.outdate();
  threads.outdate();
  contacts.outdate();
  if (lists.current) void lists.current.refresh();
  if (threads.current) {
    dirty.set(threads.current, Number.MAX_SAFE_INTEGER);
    wantThread(threads.current, 'all');
  }
  [loadChannels, loadAgents, loadTeams, loadViews, loadTags, loadCanned].forEach((load) => wanted.add(load));
  soon();
}

/** Ties the line to the store. */
export function startSync(): void {
  live.hear((frame) => {
    if (frame.type === 'event') onEvent(frame);
    if (frame.type === 'resync') everything();
    if (frame.type === 'counts') session.count(frame.counts, frame.last);
    if (frame.type === 'hello') {
      session.count(frame.counts, frame.last);
      session.version ||= frame.version;
      outbox.flush();
    }
  });
}
