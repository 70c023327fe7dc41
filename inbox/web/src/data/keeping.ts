/** localStorage that never throws: a full or forbidden store costs the safety copy, not the page. */

export function keep(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(`inbox.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false; // private mode or quota: the server's copy is the one that counts
  }
}

export function kept<T>(name: string): T | null {
  try {
    const text = localStorage.getItem(`inbox.${name}`);
    return text === null ? null : JSON.parse(text) as T;
  } catch {
    return null; // unreadable: as if it had never been kept
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(`inbox.${name}`);
  } catch { /* forbidden storage holds nothing to forget */ }
}

/** Names that begin so, without the `inbox.` in front. */
export function names(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(`inbox.${prefix}`)).map((name) => name.slice(6));
  } catch {
    return [];
  }
}
