/** Keys and what they do: reading, comparing, changing the agent's own. Pure. */
import { single } from '$/app/combos';

export interface Bound {
  id: string;
  group: string;
  /** The usual combinations. */
  keys: string[];
}
export type Own = Record<string, string>;
const BETWEEN = ' | ';

/** The combinations of an action as the agent has them. */
export function combosFor(action: Bound, own: Own): string[] {
  const chosen = own[action.id];
  return chosen === undefined ? action.keys : chosen.split(BETWEEN).filter(Boolean);
}

/** The agent's own keys with these for an action; what is as usual is not kept. */
export function rebound(own: Own, action: Bound, combos: string[]): Own {
  const rest = Object.fromEntries(Object.entries(own).filter(([id]) => id !== action.id));
  return combos.join(BETWEEN) === action.keys.join(BETWEEN) ? rest : { ...rest, [action.id]: combos.join(BETWEEN) };
}

/** Whether one is the other, or its beginning: then the longer one could never be pressed. */
export function clash(one: string, other: string): boolean {
  return one === other || `${one} `.startsWith(`${other} `) || `${other} `.startsWith(`${one} `);
}

/** The other actions that would want the same keys. */
export function conflicts(all: readonly Bound[], own: Own, action: Bound, combo: string): Bound[] {
  return all.filter((other) => other.id !== action.id && combosFor(other, own).some((theirs) => clash(theirs, combo)));
}

/** With `combo` for the action alone: whoever had it goes without. `instead` is what it replaces. */
export function taken(all: readonly Bound[], own: Own, action: Bound, combo: string, instead: string | null): Own {
  let next = own;
  for (const other of conflicts(all, own, action, combo)) next = rebound(next, other, combosFor(other, next).filter((theirs) => !clash(theirs, combo)));
  const mine = combosFor(action, own).filter((one) => one !== combo);
  const at = instead === null ? -1 : mine.indexOf(instead);
  return rebound(next, action, at < 0 ? [...mine, combo] : mine.toSpliced(at, 1, combo));
}

/** Whether keys of one character are turned off and this is one. */
export const silent = (combo: string, singles: boolean) => !singles && single(combo);
