import { expect, it } from 'vitest';
import { at, Problem } from '$/data/api';
import { backoff } from '$/data/waits';
import { quiet } from '$/app/quiet';
import { filters, parse } from '$/app/places';
import { score } from '$/ui/fuzzy';

it('waits 1 to 30 seconds, each time about twice as long', () => {
  expect([0, 1, 2, 3, 4, 5, 9].map((n) => backoff(n, () => 1))).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(backoff(4, () => 0)).toBe(8);
});

it('escapes what goes into a path', () => {
  expect(at`/channels/${'a/b c'}/poll`).toBe('/channels/a%2Fb%20c/poll');
});

it('tells what passes from what does not', () => {
  expect([429, 502, 503, 500, 409, 422].map((status) => new Problem(status, '', '').passing)).toEqual([true, true, true, false, false, false]);
});

it('quiet hours may go past midnight', () => {
  expect(['21:59', '22:00', '03:00', '07:00'].map((time) => quiet(time, '22:00', '07:00'))).toEqual([false, true, true, false]);
  expect(quiet('12:00', null, '07:00')).toBe(false);
});

it('reads places and their lists', () => {
  const place = parse(new URL('http://x/queue/tag.a%2Fb/12/99'));
  expect([place.room, place.view, place.conversation, place.message]).toEqual(['queue', 'tag.a/b', '12', '99']);
  expect(filters('tag.a/b')).toEqual({ tag: 'a/b' });
  expect(filters('unassigned')).toEqual({ assignee: 'none', sort: 'oldest_waiting' });
  expect(parse(new URL('http://x/search?q=tea')).view).toBe('search');
  expect(parse(new URL('http://x/login')).room).toBe('nowhere');
});

it('finds by beginnings of words, whatever the accents, digits or Arabic letters', () => {
  expect(score('Close', 'clo')).toBeGreaterThan(score('Enclosed', 'clo'));
  expect(score('Café Müller', 'muller')).toBeGreaterThan(0);
  expect(score('علي', 'علی')).toBeGreaterThan(0);
  expect(score('Assign to me', 'xyz')).toBe(0);
});
