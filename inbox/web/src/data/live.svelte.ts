/**
 * The line to the server: one WebSocket for this tab. It comes back by itself (1–30 s, with jitter), goes on from the last journal
 * number, and notices a sleeping machine by a clock that jumped. What comes in is handed to listeners; it changes nothing itself.
 */
import { api, Offline } from './api';
import { backoff } from './waits';
import { journal } from './table.svelte';
import type { LiveEvent, LiveFrame } from './types';

const PING = 20_000;
const SILENCE = 10_000;
const LOOK = 25_000;

export type Status = 'connecting' | 'online' | 'offline';
type Listener = (frame: LiveFrame) => void;

class Live {
  status: Status = $state('connecting');
  /** When the next try is due (ms since 1970); null while none waits. */
  retryAt: number | null = $state(null);
  #socket: WebSocket | null = null;
  #tries = 0;
  #listeners = new Set<Listener>();
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #looking: string | null = null;
  #ticked = Date.now();
  #stopped = false;

  /** Hears every frame; gives back how to stop. */
  hear(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    addEventListener('online', () => this.now());
    addEventListener('offline', () => this.#lost());
    addEventListener('pagehide', (event) => { if (!event.persisted) this.stop(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#awake(); });
    setInterval(() => this.#tick(), 5_000);
    setInterval(() => this.#ping(), PING);
    setInterval(() => this.#say({ type: 'look', conversation: this.#looking }), LOOK);
    this.#connect();
  }

  /** Tries now, without waiting for the back-off. */
  now(): void {
    if (this.status === 'online' || this.#stopped) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#socket?.close();
  }

  /** Which conversation is on the screen. */
  look(conversation: string | null): void {
    if (conversation === this.#looking) return;
    this.#looking = conversation;
    this.#say({ type: 'look', conversation });
  }

  /** Call it at each keystroke, at most every two seconds; null when the writing has ended. */
  typing(conversation: string, kind: 'reply' | 'note' | null): void {
    this.#say({ type: 'typing', conversation, kind });
  }

  #say(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect(): void {
    this.#socket?.close();
    this.status = 'connecting';
    this.retryAt = null;
    const url = new URL('/api/v1/live', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.searchParams.set('last', String(journal.last));
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#expect();
    socket.onmessage = (message) => { if (socket === this.#socket) this.#frame(JSON.parse(message.data as string) as LiveFrame); };
    socket.onclose = (event) => { if (socket === this.#socket) this.#lost(event.code); };
  }

  #frame(frame: LiveFrame): void {
    this.#expect();
    if (frame.type === 'hello') {
      this.#tries = 0;
      this.status = 'online';
      if (this.#looking) this.#say({ type: 'look', conversation: this.#looking });
    }
    this.#listeners.forEach((hear) => hear(frame));
    if (frame.type === 'event') journal.last = Math.max(journal.last, frame.id);
    if (frame.type === 'resync') journal.last = frame.last;
  }

  #lost(code = 0): void {
    this.#socket?.close();
    this.#socket = null;
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    if (this.#stopped) return;
    this.status = 'offline';
    const wait = backoff(this.#tries, Math.random) * 1000;
    this.#tries += 1;
    this.retryAt = Date.now() + wait;
    this.#retry = setTimeout(() => this.#connect(), wait);
    if (code === 4401 || this.#tries === 2) void this.#whoAmI();
  }

  /** A refused handshake looks like a lost one: a call that answers 401 leads to the login. */
  async #whoAmI(): Promise<void> {
    try {
      await api.get('/me');
    } catch (error) {
      if (!(error instanceof Offline)) return; // 401 has led away; the rest shows where it matters
    }
  }

  /** Something has to come within ping and pong, or the line is dead although nobody said so. */
  #expect(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), PING + SILENCE);
  }

  #ping(): void {
    this.#say({ type: 'ping' });
  }

  #tick(): void {
    if (Date.now() - this.#ticked > 30_000) this.#awake(); // five seconds took half a minute: the machine slept
    this.#ticked = Date.now();
  }

  #awake(): void {
    if (this.status !== 'online') return this.now();
    this.#ping();
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), 3_000); // the line may have died meanwhile: answer soon or be called anew
  }
}

export const live = new Live();

export function onEvent(hear: (event: LiveEvent) => void): () => void {
  return live.hear((frame) => { if (frame.type === 'event') hear(frame); });
}
