/**
 * Calls of the API. `api.get(at`/conversations/${id}`)` gives JSON; whatever goes wrong is a Problem (the server said no) or an
 * Offline (nobody answered), so a caller tells the two apart by class.
 */

const BASE = '/api/v1';

/** The server's own words on why not (RFC 9457). `code` keeps its meaning; `body` has what else it carried. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** Per field, what is wrong with it. */
  get errors(): { field: string; detail: string }[] {
    return (this.body.errors as { field: string; detail: string }[] | undefined) ?? [];
  }

  /** Worth another try later without a person changing anything. */
  get passing(): boolean {
    return this.status === 429 || this.status >= 502;
  }
}

/** No answer: no network, no server, or the answer was cut off. */
export class Offline extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'Offline';
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Record<string, string | number | boolean | null | undefined>;
export interface Options {
  query?: Query | undefined;
  body?: unknown;
  /** Goes as `Idempotency-Key`: the same key is the same act. */
  key?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Lets the call outlive the page. */
  keepalive?: boolean | undefined;
}

let csrf = '';
export function setCsrf(token: string | null | undefined): void {
  csrf = token ?? '';
}

/** For calls that fetch cannot make (progress of an upload). */
export const csrfToken = () => csrf;

/** A path whose values are escaped: at`/channels/${name}/poll`. */
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return parts.reduce((path, part, i) => path + encodeURIComponent(values[i - 1] ?? '') + part);
}

/** The address of something that the browser fetches by itself: a file, a mail's HTML. */
export function href(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return BASE + path + (text && `?${text}`);
}

/** Where one logs in, coming back to this page. */
export function toLogin(): void {
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

async function problemOf(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => ({})) as Record<string, unknown>;
  const text = (name: string, other: string) => (typeof body[name] === 'string' ? body[name] : other);
  return new Problem(response.status, text('code', 'http'), text('detail', response.statusText), body);
}

let ahead = 0;
/** The server's `Date` has whole seconds: a smaller difference is none. */
function clockOf(response: Response): void {
  const there = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(there)) return;
  const found = there - Date.now();
  ahead = Math.abs(found) < 2000 ? 0 : found;
}

/** The moment that the server's clock shows in so many seconds, whatever this machine's own clock says. */
export function serverTime(inSeconds = 0): Date {
  return new Date(Date.now() + ahead + inSeconds * 1000);
}

/** The raw answer, for streams and texts; raises as `request` does. */
export async function fetched(method: Method, path: string, options: Options = {}, again = true): Promise<Response> {
  const headers: Record<string, string> = {};
  const form = options.body instanceof FormData;
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (options.key) headers['Idempotency-Key'] = options.key;
  if (options.body !== undefined && !form) headers['Content-Type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(href(path, options.query), {
      method,
      headers,
      body: form ? (options.body as FormData) : options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Offline(error);
  }
  clockOf(response);
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401) toLogin();
  if (problem.code === 'csrf' && again) { // another tab logged in anew: the cookie is theirs, the token is new
    setCsrf((await request<{ csrf: string | null }>('GET', '/me')).csrf);
    return fetched(method, path, options, false);
  }
  throw problem;
}

async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const response = await fetched(method, path, options);
  if (response.status === 204) return undefined as T;
  try {
    return await response.json() as T;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new Offline(error);
  }
}

export const api = {
  get: <T>(path: string, query?: Query, options: Options = {}) => request<T>('GET', path, { ...options, query }),
  post: <T>(path: string, body?: unknown, options: Options = {}) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options: Options = {}) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options: Options = {}) => request<T>('PATCH', path, { ...options, body }),
  delete: <T = void>(path: string, options: Options = {}) => request<T>('DELETE', path, options),
};

/** JSON values as they come, one a line (`application/x-ndjson`). */
export async function* lines<T>(method: Method, path: string, options: Options = {}): AsyncGenerator<T> {
  const response = await fetched(method, path, options);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (reader) {
    const { done, value } = await reader.read();
    const found = (rest + (value ?? '')).split('\n');
    rest = done ? '' : found.pop() ?? '';
    for (const line of found) if (line.trim()) yield JSON.parse(line) as T;
    if (done) return;
  }
}
