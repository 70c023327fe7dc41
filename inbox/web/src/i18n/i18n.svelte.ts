/**
 * Words: `t('app-waiting', { count: 3 })`. Every string a person can see or hear is in `en/<room>.ftl`; the key begins with the room.
 * Reading `t` in a component follows the language by itself.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import locales from 'virtual:locales';
import { settings } from '$/data/settings.svelte';

export type Args = Record<string, FluentVariable>;
export type Part = 'core' | 'admin' | 'connector' | 'dates' | 'reports' | 'settings';

const RTL = new Set(['ar', 'ckb', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);
const OPPOSITE = {
  ltr: /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/,
  rtl: /[A-Za-z\u00c0-\u024f\u0370-\u052f]/,
};

interface Loaded {
  locale: string;
  bundle: FluentBundle;
}
let loaded: Loaded = $state.raw({ locale: 'en', bundle: new FluentBundle('en') });
const parts = new Set<Part>(['core']);

/** The languages there are, for the picker. */
export const available = Object.keys(locales);

/** The language that is wanted: the setting's, else the browser's, else English. */
function wanted(setting: string | null): string {
  const asked = [setting, ...(typeof navigator === 'undefined' ? [] : navigator.languages)].filter((name) => name !== null);
  for (const name of asked) {
    const found = available.find((one) => one === name) ?? available.find((one) => one === name.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** Whether the browser has no patterns of its own for a language; its dates are made of `dates.ftl` then. */
const lacking = new Map<string, boolean>();
function lacks(name: string): boolean {
  const found = lacking.get(name) ?? Intl.DateTimeFormat.supportedLocalesOf(name).length === 0; // asked for by every date on the page
  lacking.set(name, found);
  return found;
}
/** What numbers and plurals go by then: not by whatever the browser's own language is. */
const known = (name: string) => (name === 'en-XA' || lacks(name) ? 'en' : name);

const intl = $derived.by(() => {
  const base = known(loaded.locale);
  const own = base === loaded.locale && typeof navigator !== 'undefined'
    ? navigator.languages.find((one) => one.split('-')[0] === base) ?? base // en-GB writes dates as in Britain
    : base;
  const more = [settings.calendar && `ca-${settings.calendar}`, settings.digits === 'latn' && 'nu-latn'].filter(Boolean);
  return more.length ? `${own}-u-${more.join('-')}` : own;
});

/** The tag for Intl: with the calendar and the digits that the agent has chosen. */
export function tag(): string {
  return intl;
}

async function made(locale: string): Promise<Loaded> {
  const bundle = new FluentBundle(tagFor(locale), { useIsolating: false });
  for (const part of lacks(locale) ? [...parts, 'dates' as const] : parts) {
    const load = locales[locale]?.[part];
    if (load) bundle.addResource(new FluentResource((await load()).default), { allowOverrides: true });
  }
  return { locale, bundle };
}

function tagFor(locale: string): string {
  return known(locale) + (settings.digits === 'latn' ? '-u-nu-latn' : '');
}

let turn = 0;
/** Loads and shows the language that the settings ask for; await it before the first paint, call it in an effect after. */
export async function speak(setting: string | null = settings.locale): Promise<void> {
  const mine = ++turn;
  const next = await made(wanted(setting));
  if (mine !== turn) return; // chosen again meanwhile
  loaded = next;
  document.documentElement.lang = next.locale;
  document.documentElement.dir = direction();
}

/** The strings of a room that is loaded late; await it with the room's chunk. */
export async function loadPart(part: Part): Promise<void> {
  if (parts.has(part)) return;
  parts.add(part);
  await speak();
}

export function locale(): string {
  return loaded.locale;
}

/** Dates are ours to write: Intl cannot, and the agent wants them as they are usual. */
export const writesDates = (): boolean => lacks(loaded.locale) && (settings.calendar ?? 'gregory') === 'gregory';

export function direction(): 'ltr' | 'rtl' {
  return RTL.has(loaded.locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

const FENCE = [String.fromCodePoint(0x2068), String.fromCodePoint(0x2069)]; // first strong isolate, pop

/** A text that runs against the page's direction is fenced in, so that it cannot turn the words around it. */
function fenced(value: FluentVariable): FluentVariable {
  return typeof value === 'string' && OPPOSITE[direction()].test(value) ? FENCE[0] + value + FENCE[1] : value;
}

/** The string with this key, in the page's language. A key that nobody wrote shows as itself. */
export function t(key: string, args: Args = {}): string {
  const { bundle } = loaded;
  const pattern = bundle.getMessage(key)?.value;
  if (!pattern) return key;
  const safe = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, fenced(value)]));
  return bundle.formatPattern(pattern, safe, []);
}
