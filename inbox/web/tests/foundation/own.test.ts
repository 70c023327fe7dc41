import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { ownDate, ownSpan, type Say } from '../../src/i18n/own.ts';

function sayIn(language: string): Say {
  const bundle = new FluentBundle('en', { useIsolating: false });
  bundle.addResource(new FluentResource(readFileSync(`src/i18n/${language}/dates.ftl`, 'utf8')));
  return (key, args = {}) => bundle.formatPattern(bundle.getMessage(key)?.value ?? key, args);
}
const mn = sayIn('mn');
const at = new Date('2026-03-04T18:05:00Z');
const date = (options: Intl.DateTimeFormatOptions) => ownDate(mn, at, 'Asia/Ulaanbaatar', options);

describe('dates of a language that the browser lacks', () => {
  it('are written as that language writes them, in the agent’s time zone', () => {
    expect(date({ dateStyle: 'full', timeStyle: 'short' })).toBe('2026 оны 3-р сарын 5, пүрэв гараг, 02:05');
    expect(date({ dateStyle: 'medium' })).toBe('2026 оны 3-р сарын 5');
    expect(date({ dateStyle: 'short' })).toBe('2026.03.05');
    expect(date({ day: 'numeric', month: 'short' })).toBe('3-р сарын 5');
    expect(date({ day: 'numeric', month: 'short', year: 'numeric' })).toBe('2026 оны 3-р сарын 5');
    expect(date({ weekday: 'short' })).toBe('Пү');
    expect(date({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })).toBe('Пү, 3-р сарын 5, 02:05');
    expect(date({ timeStyle: 'short' })).toBe('02:05');
    expect(date({ hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })).toBe('18:05');
    expect(date({ month: 'long' })).toBe('3-р сар');
  });

  it('fall back to English words', () => {
    expect(ownDate(sayIn('en'), at, 'UTC', { dateStyle: 'long' })).toBe('March 4 2026');
  });

  it('say how long ago', () => {
    expect(ownSpan(mn, 0, 'second', 'long')).toBe('одоо');
    expect(ownSpan(mn, -1, 'day', 'long')).toBe('өчигдөр');
    expect(ownSpan(mn, 1, 'day', 'narrow')).toBe('маргааш');
    expect(ownSpan(mn, -5, 'minute', 'narrow')).toBe('5 мин. өмнө');
    expect(ownSpan(mn, 3, 'hour', 'long')).toBe('3 цагийн дараа');
    expect(ownSpan(mn, -2, 'day', 'long')).toBe('2 хоногийн өмнө');
  });
});
