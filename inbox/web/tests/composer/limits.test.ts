import { describe, expect, test } from 'vitest';
import { chatLike, features, graphemes, length, links, mediaFault, sms, split, weighted } from '$/composer/limits';

describe('SMS', () => {
  test.each([
    ['', 'gsm7', 0, 0, 160],
    ['a'.repeat(160), 'gsm7', 160, 1, 0],
    ['a'.repeat(161), 'gsm7', 161, 2, 145],
    ['a'.repeat(306), 'gsm7', 306, 2, 0],
    ['a'.repeat(307), 'gsm7', 307, 3, 152],
    ['€'.repeat(80), 'gsm7', 160, 1, 0],
    ['é ü ß ñ Ω', 'gsm7', 9, 1, 151],
    ['ç', 'ucs2', 1, 1, 69], // only the capital is in the alphabet
    ['я'.repeat(70), 'ucs2', 70, 1, 0],
    ['я'.repeat(71), 'ucs2', 71, 2, 63],
    ['سلام', 'ucs2', 4, 1, 66],
  ] as const)('%#', (text, encoding, units, segments, left) => {
    const found = sms(text);
    expect([found.encoding, found.units, found.segments.length, found.left]).toEqual([encoding, units, segments, left]);
  });

  test('what needs two units is never torn apart', () => {
    const escape = sms(`${'a'.repeat(152)}€${'b'.repeat(10)}`);
    expect(escape.segments.map((part) => part.length)).toEqual([152, 11]);
    expect(escape.segments[1]?.startsWith('€')).toBe(true);
    const emoji = sms(`${'a'.repeat(66)}😀${'b'.repeat(20)}`);
    expect(emoji.segments[0]).toBe('a'.repeat(66));
    expect(emoji.segments[1]).toBe(`😀${'b'.repeat(20)}`);
    for (const part of emoji.segments) expect(part.isWellFormed()).toBe(true);
  });

  test('it names what the alphabet lacks, each once', () => {
    expect(sms('Straße’s “best”’').culprits).toEqual(['’', '“', '”']);
    expect(sms('plain').culprits).toEqual([]);
  });
});

describe('X', () => {
  test.each([
    ['hello', 5],
    ['日本', 4],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪🇮🇷', 4],
    ['👍🏽', 2],
    ['1️⃣', 2],
    ['see https://example.com/a/very/long/path?with=much&more=1 now', 4 + 23 + 4],
    ['example.com.', 24],
    ['mail ann@example.com', 20],
    ['(https://example.com/a_(b))', 25],
    ['سلام دوست', 9],
    ['…', 2],
    ['© 2026', 6],
  ] as const)('%s weighs %i', (text, weight) => {
    expect(weighted(text)).toBe(weight);
  });

  test('links end where the sentence does', () => {
    const text = 'Look: https://example.com/a, and shop.example.org!';
    expect(links(text).map(([start, end]) => text.slice(start, end))).toEqual(['https://example.com/a', 'shop.example.org']);
  });
});

const X = features({ text_limit: 280, text_measure: 'weighted', text_unit: 'characters', sends: true });

test('a text that is too long is split at words, whole letters stay whole', () => {
  const family = '👩‍👩‍👧‍👦';
  const parts = split(`${'word '.repeat(60)}${family.repeat(200)}`, X);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(weighted(part)).toBeLessThanOrEqual(280);
  expect(parts[0]?.endsWith('word')).toBe(true);
  expect(parts.join('').replaceAll(family, '').replaceAll('word', '').trim()).toBe('');
  expect(split('short', X)).toEqual(['short']);
  expect(split('a'.repeat(1000), features({}))).toEqual(['a'.repeat(1000)]);
});

test('lengths', () => {
  expect(length('  hi  ', X)).toMatchObject({ used: 2, limit: 280, left: 278, over: false, sms: null });
  expect(length('日'.repeat(141), X)).toMatchObject({ used: 282, left: -2, over: true });
  expect(length('hi', features({}))).toMatchObject({ limit: null, left: null, over: false });
  expect(length('😀', features({ text_measure: 'sms', text_limit: 1600 }))).toMatchObject({ used: 1, sms: { encoding: 'ucs2', units: 2 } });
});

test('letters as people count them', () => {
  expect(graphemes('e\u0301👩‍👩‍👧‍👦நி')).toHaveLength(3);
});

test('a channel is chat by what it can, not by its name', () => {
  expect(chatLike(features({ subject: true, html: true, cc: true }))).toBe(false);
  expect(chatLike(X)).toBe(true);
});

test('files that the service would refuse', () => {
  const of = features({ media: ['image/*', 'application/pdf'], media_count: 2, media_bytes: 1000 });
  const file = (media_type: string, size = 10) => ({ media_type, size });
  expect(mediaFault([], of)).toBeNull();
  expect(mediaFault([file('image/png')], of)).toBeNull();
  expect(mediaFault([file('image/png')], features({}))?.fault).toBe('none');
  expect(mediaFault([file('image/png'), file('text/html')], of)).toEqual({ fault: 'type', at: 1 });
  expect(mediaFault([file('image/png', 900), file('application/pdf', 200)], of)).toEqual({ fault: 'bytes', at: 1 });
  expect(mediaFault([file('image/png'), file('image/png'), file('image/png')], of)?.fault).toBe('count');
});
