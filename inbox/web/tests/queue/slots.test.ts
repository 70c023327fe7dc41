import { describe, expect, it } from 'vitest';
import { assign, range, type Slot } from '../../src/queue/slots.ts';

const ids = Array.from({ length: 1000 }, (_, n) => `c${n}`);
const rows = (slots: readonly Slot[]) => slots.map((one) => one.index).sort((a, b) => a - b);

describe('range', () => {
  it('is as many rows everywhere, those in sight among them', () => {
    for (const top of [0, 41, 83, 5000, 82_000, 83_000]) {
      const [from, to] = range(top, 800, 83, 1000, 2);
      expect(to - from).toBe(15);
      expect(from * 83).toBeLessThanOrEqual(Math.min(top, 82_200));
      expect(to * 83).toBeGreaterThanOrEqual(Math.min(top + 800, 83_000));
    }
  });

  it('is the whole list where that is short', () => {
    expect(range(0, 800, 83, 3, 2)).toEqual([0, 3]);
    expect(range(5000, 800, 83, 0, 2)).toEqual([0, 0]);
  });
});

describe('assign', () => {
  it('leaves a row in its element, and gives the elements of rows that left to those that come', () => {
    const first = assign([], ids, 0, 10, -1, true);
    const next = assign(first, ids, 3, 13, -1, false);
    expect(rows(next)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(next.map((one) => one.key)).toEqual(first.map((one) => one.key)); // no element comes, goes or moves
    for (const one of next) {
      const before = first.find((slot) => slot.id === one.id);
      if (before) expect(one).toBe(before);
    }
  });

  it('puts the elements in order when it may', () => {
    const wild = assign(assign([], ids, 0, 10, -1, true), ids, 7, 17, -1, false);
    const rest = assign(wild, ids, 7, 17, -1, true);
    expect(rest.map((one) => one.index)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(new Set(rest)).toEqual(new Set(wild));
  });

  it('keeps the row that keys mean, wherever it is, once', () => {
    expect(rows(assign([], ids, 100, 105, 3, true))).toEqual([3, 100, 101, 102, 103, 104]);
    expect(rows(assign([], ids, 100, 105, 102, true))).toEqual([100, 101, 102, 103, 104]);
  });

  it('follows rows that move', () => {
    const first = assign([], ids, 0, 5, -1, true);
    const moved = assign(first, ['new', ...ids], 0, 5, -1, true);
    expect(moved.map((one) => one.id)).toEqual(['new', 'c0', 'c1', 'c2', 'c3']);
    expect(moved.find((one) => one.id === 'c0')?.key).toBe(first[0]?.key);
    expect(new Set(moved.map((one) => one.key)).size).toBe(5);
  });

  it('lets elements go that nobody needs, and makes new ones that no other has', () => {
    const few = assign(assign([], ids, 0, 10, -1, true), ids, 0, 2, -1, true);
    expect(few).toHaveLength(2);
    const many = assign(few, ids, 0, 4, -1, true);
    expect(new Set(many.map((one) => one.key)).size).toBe(4);
  });
});
