/** Ways to reach a person, as one reads them. Pure. */
import type { IconName } from '$/ui/icons';

export interface WayLike {
  kind: string;
  value: string;
  name: string;
}

/** Calling codes of one and two digits; all others have three. */
const SHORT = new Set(('1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 '
  + '90 91 92 93 94 95 98').split(' '));

/** `+491711234567` as `+49 171 123 4567`; what is no number of that form stays as it is. */
export function phone(value: string): string {
  const found = /^\+(\d{7,15})$/.exec(value);
  if (!found?.[1]) return value;
  const digits = found[1];
  const code = [1, 2, 3].map((n) => digits.slice(0, n)).find((start) => SHORT.has(start)) ?? digits.slice(0, 3);
  const groups: string[] = [];
  let rest = digits.slice(code.length);
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return `+${[code, ...groups, rest].filter(Boolean).join(' ')}`;
}

export interface Shown {
  /** What stands first: an address, a number, a handle, a name. */
  text: string;
  /** It runs from left to right whatever is around it. */
  code: boolean;
  /** Beside it: an account's number, what they call themselves there. */
  more: string;
}

/** How it is shown: an account's bare number never stands first where there is a handle or a name. */
export function shown(way: WayLike): Shown {
  if (way.kind === 'tel') {
    const [, via = '', number = way.value] = /^([a-z]+:)?(.*)$/.exec(way.value) ?? [];
    return { text: phone(number), code: true, more: via ? capital(via.slice(0, -1)) : '' };
  }
  if (way.kind === 'email') return { text: way.value, code: true, more: '' };
  const handle = /^@\S+/.exec(way.name)?.[0] ?? (way.value.startsWith('@') ? way.value : '');
  if (handle) return { text: handle, code: true, more: /^\d+$/.test(way.value) ? `#${way.value}` : '' };
  if (way.name && /^\d+$/.test(way.value)) return { text: way.name, code: false, more: `#${way.value}` };
  return { text: way.value, code: true, more: way.name === way.value ? '' : way.name };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function kindIcon(kind: string): IconName {
  const known: Record<string, IconName> = { email: 'mail', tel: 'phone', x: 'service-x' };
  return known[kind] ?? 'message-square';
}
