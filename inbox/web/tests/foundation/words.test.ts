import { FluentBundle, FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { entries, merged, pseudo } from '../../tools/ftl.ts';

const folder = new URL('../../src/i18n/en/', import.meta.url);
const english = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');

function say(source: string, id: string, args: Record<string, string | number> = {}, locale = 'en'): string {
  const bundle = new FluentBundle(locale, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return bundle.formatPattern(bundle.getMessage(id)?.value ?? '', args);
}

it('every English string can be read', () => {
  const bundle = new FluentBundle('en');
  expect(bundle.addResource(new FluentResource(english))).toEqual([]);
  expect(entries(english).filter(({ id }) => !id.startsWith('-') && !bundle.hasMessage(id))).toEqual([]);
});

it('numbers choose their words', () => {
  expect(say(english, 'app-waiting', { count: 1 })).toBe('1 change waits');
  expect(say(english, 'app-waiting', { count: 3 })).toBe('3 changes wait');
});

it('a language that lacks a string has the English one', () => {
  const both = merged('a = eins', 'a = one\nb = { $n ->\n    [one] thing\n   *[other] things\n}');
  expect([say(both, 'a'), say(both, 'b', { n: 2 })]).toEqual(['eins', 'things']);
});

it('the pseudo-locale keeps variables and choices', () => {
  const source = pseudo('a = Next try in { $seconds } seconds\nb = { $n ->\n    [one] One thing\n   *[other] { $n } things\n}');
  expect(say(source, 'a', { seconds: 4 })).toMatch(/^Ñéẋť ťřý íñ 4 šéçóñďš ~+$/);
  expect(say(source, 'b', { n: 1 })).toMatch(/^Óñé ťĥíñĝ ~+$/);
  expect(say(source, 'b', { n: 5 })).toMatch(/^5 ťĥíñĝš ~+$/);
});
