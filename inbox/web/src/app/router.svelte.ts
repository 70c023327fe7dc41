/** Where one is. Everything on the page that can be come back to has an address (History API); links are plain `<a href>`. */
import { createSubscriber } from 'svelte/reactivity';
import { parse, type Route } from './places';

export * from './places';

class Router {
  #changed: () => void = () => undefined;
  #subscribe = createSubscriber((update) => {
    this.#changed = update;
    return () => { this.#changed = () => undefined; };
  });
  #route: Route;

  constructor() {
    this.#route = parse(new URL(location.href));
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** Reactive. */
  get route(): Route {
    this.#subscribe();
    return this.#route;
  }

  /** Goes to a path of the page; `replace` leaves no step to go back to. */
  go(path: string, { replace = false } = {}): void {
    if (path === location.pathname + location.search) return;
    if (replace) history.replaceState(history.state, '', path);
    else history.pushState({ n: (this.depth + 1) }, '', path);
    this.#read();
  }

  /** How many steps of this page lie behind. */
  get depth(): number {
    return (history.state as { n?: number } | null)?.n ?? 0;
  }

  /** One step back if it stays in the page, else to `path`. */
  back(path: string): void {
    if (this.depth > 0) history.back();
    else this.go(path, { replace: true });
  }

  #read(): void {
    this.#route = parse(new URL(location.href));
    this.#changed();
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (parse(new URL(link.href)).room === 'nowhere') return; // /login, /api/docs: the server's
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const router = new Router();

/** What a place should look like when one comes back to it: scroll offsets, selections. Lives as long as the tab. */
export function remember(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(`inbox.${name}`, JSON.stringify(value));
  } catch { /* full or forbidden: one comes back to the top */ }
}

export function recall<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(`inbox.${name}`) ?? 'null') as T | null;
  } catch {
    return null;
  }
}
