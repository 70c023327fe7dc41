import { GregorianCalendar, PersianCalendar } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { change, daysOf, level } from '../../src/reports/period';

const of = (query: string, calendar = new GregorianCalendar() as GregorianCalendar | PersianCalendar) => {
  const { from, to } = daysOf(new URLSearchParams(query), '2026-03-25', calendar);
  return `${from} ${to}`;
};

describe('the days of a report', () => {
  it('are thirty unless the address says otherwise', () => {
    expect(of('')).toBe('2026-02-24 2026-03-25');
    expect(of('period=nonsense')).toBe('2026-02-24 2026-03-25');
    expect(of('period=7')).toBe('2026-03-19 2026-03-25');
  });
  it('are months of the calendar that the agent reads', () => {
    expect(of('period=month')).toBe('2026-03-01 2026-03-25');
    expect(of('period=last_month')).toBe('2026-02-01 2026-02-28');
    expect(of('period=month', new PersianCalendar())).toBe('2026-03-21 2026-03-25');
    expect(of('period=last_month', new PersianCalendar())).toBe('2026-02-20 2026-03-20');
  });
  it('are what was chosen, the right way round and no more than a year', () => {
    expect(of('period=custom&from=2026-01-05&to=2026-01-09')).toBe('2026-01-05 2026-01-09');
    expect(of('period=custom&from=2026-01-09&to=2026-01-05')).toBe('2026-01-05 2026-01-09');
    expect(of('period=custom&from=2020-01-01&to=2026-01-05')).toBe('2025-01-05 2026-01-05');
    expect(of('period=custom&from=x')).toBe('2026-02-24 2026-03-25');
  });
});

it('a change needs something to compare with', () => {
  expect(change(3, 2)).toBe(0.5);
  expect(change(3, 0)).toBe(null);
  expect(change(null, 2)).toBe(null);
});

it('a little is more than nothing', () => {
  expect([0, 1, 20, 21, 100].map((n) => level(n, 100))).toEqual([0, 1, 1, 2, 5]);
  expect(level(0, 0)).toBe(0);
});
