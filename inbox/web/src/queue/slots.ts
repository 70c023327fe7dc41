/**
 * Which rows of a long list are there, and in which elements. All rows are equally high. A row that comes into sight takes the
 * element of one that has left it: new words in old elements cost a fraction of new elements. Pure.
 */

/** One element with the row that it holds now. */
export interface Slot {
  readonly key: number;
  readonly id: string;
  readonly index: number;
}

/** The first row that is there and the first that is not: those in sight, and `beside` more above and below. */
export function range(top: number, height: number, size: number, count: number, beside: number): [from: number, to: number] {
  const many = Math.ceil(height / size) + 1 + 2 * beside; // the same number everywhere, so that no element comes or goes
  const from = Math.max(0, Math.min(Math.floor(top / size) - beside, count - many));
  return [from, Math.min(count, from + many)];
}

/**
 * The elements for the rows `from` … `to - 1` of `ids`, and for the one at `also` (-1: none). A row keeps its element. `sorted`: in
 * the order of the rows, as screen readers need it; moving elements costs, so while one scrolls they stay where they are.
 */
export function assign(before: readonly Slot[], ids: readonly string[], from: number, to: number, also: number, sorted: boolean): Slot[] {
  const wanted = new Map<string, number>();
  for (let index = from; index < to; index += 1) wanted.set(ids[index] as string, index);
  const kept = ids[also];
  if (kept !== undefined) wanted.set(kept, also);

  const held = new Set(before.map((slot) => slot.id));
  const coming = [...wanted].filter(([id]) => !held.has(id)).reverse();
  const next: Slot[] = [];
  for (const slot of before) {
    const index = wanted.get(slot.id);
    if (index !== undefined) next.push(index === slot.index ? slot : { key: slot.key, id: slot.id, index });
    else {
      const taken = coming.pop();
      if (taken) next.push({ key: slot.key, id: taken[0], index: taken[1] });
    }
  }
  let key = Math.max(-1, ...before.map((slot) => slot.key));
  for (const [id, index] of coming.reverse()) next.push({ key: key += 1, id, index });
  return sorted ? next.sort((a, b) => a.index - b.index) : next;
}
