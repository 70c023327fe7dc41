import { expect, it } from 'vitest';
import { Table } from '$/data/table.svelte';

it('an answer that took long does not undo what is newer', () => {
  const table = new Table<{ id: string; name: string }>();
  table.put({ id: '1', name: 'new' }, 10);
  expect(table.put({ id: '1', name: 'old' }, 9)).toBe(false);
  expect(table.get('1')?.name).toBe('new');
  expect(table.put({ id: '1', name: 'newer' }, 10)).toBe(true);
});

it('a higher version wins whatever the number, a lower one never does', () => {
  const table = new Table<{ id: string; version: number }>();
  table.put({ id: '1', version: 5 }, 10);
  expect(table.put({ id: '1', version: 4 }, 20)).toBe(false);
  expect(table.put({ id: '1', version: 6 }, 3)).toBe(true);
  expect(table.learned('1')).toBe(10);
});

it('what is not among all rows is gone', () => {
  const table = new Table<{ id: string }>();
  table.putAll([{ id: '1' }, { id: '2' }], 1);
  table.replace([{ id: '2' }, { id: '3' }], 2);
  expect(table.values().map(({ id }) => id).sort()).toEqual(['2', '3']);
});
