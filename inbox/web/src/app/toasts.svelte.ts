/** Short notices at the lower edge: what was done, with its undo; what was refused, with its reason. */
import { announce } from './announce.svelte';

export interface Toast {
  id: number;
  text: string;
  /** A second line: the reason. */
  detail?: string | undefined;
  tone: 'plain' | 'danger';
  /** What can be done about it. */
  action?: { label: string; keys?: string | undefined; run: () => void } | undefined;
  /** Seconds until it goes; 0: it stays until it is closed. */
  seconds: number;
  /** It counts down instead of standing still: its text with so many seconds left. At the end it goes, whatever is on it. */
  counts?: ((left: number) => string) | undefined;
}

const MOST = 3;

class Toasts {
  shown: Toast[] = $state.raw([]);
  #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;

  show(text: string, given: Partial<Omit<Toast, 'id' | 'text'>> = {}): number {
    const toast: Toast = { tone: 'plain', seconds: given.tone === 'danger' ? 0 : 6, ...given, id: this.#next++, text };
    this.shown = [...this.shown, toast].slice(-MOST);
    announce([text, toast.detail].filter(Boolean).join('. '), { urgent: toast.tone === 'danger' });
    this.resume(toast);
    return toast.id;
  }

  close(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  /** Under the pointer or the focus it stays, unless what it counts goes on. */
  pause(toast: Toast): void {
    if (!toast.counts) clearTimeout(this.#timers.get(toast.id));
  }

  resume(toast: Toast): void {
    if (!toast.seconds || (toast.counts && this.#timers.has(toast.id))) return;
    clearTimeout(this.#timers.get(toast.id));
    this.#timers.set(toast.id, setTimeout(() => this.close(toast.id), toast.seconds * 1000));
  }
}

export const toasts = new Toasts();
