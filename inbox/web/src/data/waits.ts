/** How long to wait before the next try. */

/** Seconds before try `n` (0 is the first): 1, 2, 4 … 30, each between its half and its whole, so that pages do not come back in step. */
export function backoff(n: number, random: () => number = Math.random): number {
  const most = Math.min(30, 2 ** Math.max(0, n));
  return Math.max(1, most / 2 + random() * (most / 2));
}
