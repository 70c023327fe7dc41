import { describe, expect, it } from 'vitest';
import { belongs, order, placed } from '$/data/belongs';
import type { Conversation } from '$/data/types';

export function row(id: string, over: Partial<Conversation> = {}): Conversation {
  return {
    id, subject: '', status: 'open', channel: 'support', contact: null, assignee: null, tags: [], priority: 'normal', unread: false,
    last_message: { id: `m${id}`, direction: 'in', text: '', at: '2026-01-01T00:00:00.000Z' }, waiting_since: null, snoozed_until: null,
    delivery: null, related: [], version: 1, created_at: '2026-01-01T00:00:00.000Z', merged_into: null, ...over,
  } as Conversation;
}
const said = (id: string, minute: number) => row(id, { last_message: { id, direction: 'in', text: '', at: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z` } });

describe('belongs', () => {
  it('takes open ones where no status is asked for', () => {
    expect(belongs(row('1'), {}, '9')).toBe(true);
    expect(belongs(row('1', { status: 'closed' }), {}, '9')).toBe(false);
    expect(belongs(row('1', { status: 'merged' }), { status: 'all' }, '9')).toBe(false);
  });

  it('knows me, nobody and others', () => {
    const mine = row('1', { assignee: { id: '9', name: 'Ada' } });
    expect(belongs(mine, { assignee: 'me' }, '9')).toBe(true);
    expect(belongs(mine, { assignee: 'me' }, '8')).toBe(false);
    expect(belongs(mine, { assignee: 'none' }, '9')).toBe(false);
    expect(belongs(mine, { assignee: '9' }, '8')).toBe(true);
  });

  it('shows what failed wherever it is', () => {
    expect(belongs(row('1', { status: 'closed', delivery: 'failed' }), { delivery: 'failed' }, '9')).toBe(true);
  });

  it('leaves a search to the server, but not what contradicts it', () => {
    expect(belongs(row('1'), { status: 'all', q: 'tea' }, '9')).toBeNull();
    expect(belongs(row('1', { status: 'closed' }), { status: 'open', q: 'tea' }, '9')).toBe(false);
  });
});

describe('placed', () => {
  const rows = new Map(['3', '2', '1'].map((id) => [id, said(id, Number(id))]));
  const get = (id: string) => rows.get(id);

  it('puts the newest first', () => {
    expect(placed(['3', '2', '1'], said('4', 9), true, 'newest', false, get)).toEqual(['4', '3', '2', '1']);
  });

  it('moves one that was there, and takes one out', () => {
    rows.set('1', said('1', 30));
    expect(placed(['3', '2', '1'], said('1', 30), true, 'newest', false, get)).toEqual(['1', '3', '2']);
    expect(placed(['3', '2', '1'], said('2', 2), false, 'newest', false, get)).toEqual(['3', '1']);
    rows.set('1', said('1', 1));
  });

  it('leaves what belongs behind the loaded page to that page', () => {
    expect(placed(['3', '2', '1'], said('0', 0), true, 'newest', true, get)).toEqual(['3', '2', '1']);
    expect(placed(['3', '2', '1'], said('0', 0), true, 'newest', false, get)).toEqual(['3', '2', '1', '0']);
  });
});

it('lets the longest waiting go first, then the quiet ones by id', () => {
  const all = [row('10'), row('9'), row('3', { waiting_since: '2026-01-02T00:00:00.000Z' }), row('4', { waiting_since: '2026-01-01T00:00:00.000Z' })];
  expect(all.sort(order('oldest_waiting')).map(({ id }) => id)).toEqual(['4', '3', '9', '10']);
});
