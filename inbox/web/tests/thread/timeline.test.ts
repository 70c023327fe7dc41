import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/data/types';
import { firstUnread, neighbour, timeline, type Change } from '../../src/thread/timeline';

const dayOf = (at: string) => at.slice(0, 10);
function said(id: number, at: string, more: Partial<Message> = {}): Message {
  return {
    id: String(id), conversation: '1', kind: 'message', direction: 'in', channel: 'support', author: { kind: 'contact', id: '1', name: 'Ann' },
    from: null, to: [], cc: [], bcc: [], reply_to: [], subject: '', text: '', full_text: '', html: '', attachments: [], flags: [], external_id: null,
    delivery: null, sent_at: at, received_at: at, reply_until: null, no_reply: null, notes: {}, ...more,
  } as Message;
}
const act = (id: number, at: string): Change => ({
  id: String(id), agent: { id: '1', name: 'Ada' }, action: 'update', before: {}, after: {}, other: null, message: null, at,
});
const kinds = (entries: ReturnType<typeof timeline>) => entries.map((one) => (one.kind === 'message' ? `${one.message.id}${one.head ? '*' : ''}`
  : one.kind === 'changes' ? `${one.changes.length} changes` : one.kind));

describe('timeline', () => {
  it('parts the days and joins what belongs together', () => {
    const messages = [said(1, '2026-03-01T10:00:00Z'), said(2, '2026-03-01T10:01:00Z'), said(3, '2026-03-01T10:30:00Z'),
      said(4, '2026-03-02T09:00:00Z'), said(5, '2026-03-02T09:00:10Z', { direction: 'out', author: { kind: 'agent', id: '1', name: 'Ada' } })];
    expect(kinds(timeline({ messages, dayOf }))).toEqual(['day', '1*', '2', '3*', 'day', '4*', '5*']);
  });
  it('draws the line where the unread begins, and begins a head there', () => {
    const messages = [said(1, '2026-03-01T10:00:00Z'), said(2, '2026-03-01T10:01:00Z')];
    expect(kinds(timeline({ messages, dayOf, firstUnread: '2' }))).toEqual(['day', '1*', 'new', '2*']);
    expect(kinds(timeline({ messages, dayOf, firstUnread: '1' }))).toEqual(['day', '1*', '2']);
  });
  it('folds what was done in a row, and leaves out what belongs to a page that is not here', () => {
    const messages = [said(1, '2026-03-01T10:00:00Z'), said(2, '2026-03-01T10:01:00Z')];
    const changes = [act(1, '2026-02-01T00:00:00Z'), act(4, '2026-03-01T10:02:00Z'), act(2, '2026-03-01T10:00:10Z'), act(3, '2026-03-01T10:00:20Z')];
    expect(kinds(timeline({ messages, changes, dayOf }))).toEqual(['day', '1*', '2 changes', '2*', '1 changes']);
  });
});

it('firstUnread is the first of somebody else behind the mark', () => {
  const messages = [said(9, 'x'), said(10, 'x', { direction: 'out' }), said(11, 'x')];
  expect(firstUnread(messages, '9')).toBe('11');
  expect(firstUnread(messages, '11')).toBeNull();
  expect(firstUnread(messages, null)).toBeNull();
});

it('neighbour stops at the ends', () => {
  const messages = [said(1, 'x'), said(2, 'x')];
  expect([neighbour(messages, '1', 1), neighbour(messages, '2', 1), neighbour(messages, null, -1), neighbour(messages, null, 1)]).toEqual(['2', null, '2', '1']);
});
