/** What one looks at stays where it is while the list changes around it. Pure. */

/**
 * How many rows the list has to be scrolled down so that what shows stays. `first` and `last` are the rows in sight before the
 * change; the row that is `active` counts most, unless it is the one that moved.
 */
export function drift(before: readonly string[], next: readonly string[], first: number, last: number, active: string | null): number {
  const places = new Map(next.map((id, n) => [id, n]));
  const moves: { id: string; by: number }[] = [];
  for (let n = Math.max(0, first); n <= Math.min(last, before.length - 1); n += 1) {
    const id = before[n] as string;
    const now = places.get(id);
    if (now !== undefined) moves.push({ id, by: now - n });
  }
  const own = moves.find((move) => move.id === active);
  if (own && (moves.length === 1 || moves.some((move) => move !== own && move.by === own.by))) return own.by;
  return moves.find((move) => move !== own)?.by ?? 0;
}

/** What now stands above `edge` (a place in `next`) and did not stand above what showed first before. */
export function news(before: readonly string[], next: readonly string[], first: number, edge: number): string[] {
  const above = new Set(before.slice(0, Math.max(0, first)));
  return next.slice(0, Math.max(0, edge)).filter((id) => !above.has(id));
}
