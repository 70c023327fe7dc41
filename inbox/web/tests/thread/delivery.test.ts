import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/data/types';
import { grouped, secondsLeft, shown, stateOf } from '../../src/thread/delivery';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const made = (more: Partial<Delivery>): Delivery => ({
  state: 'queued', attempts: 0, error: null, evidence: null, recipients: [], next_at: null, at: '2026-03-01T09:59:00Z', ...more,
});
const who = (to: string, state: Delivery['state'], detail: string | null = null) => ({ to, role: 'to', name: '', state, detail, at: '2026-03-01T09:59:30Z' });

describe('stateOf', () => {
  it('tells apart what waits', () => {
    expect(stateOf(made({}), NOW)).toBe('queued');
    expect(stateOf(made({ next_at: '2026-03-01T10:00:08Z' }), NOW)).toBe('undoable');
    expect(stateOf(made({ next_at: '2026-03-02T10:00:00Z' }), NOW)).toBe('scheduled');
    expect(stateOf(made({ next_at: '2026-03-01T10:05:00Z', attempts: 1, error: { code: 'temporary', detail: 'busy' } }), NOW)).toBe('waiting');
    expect(stateOf(made({}), NOW, { state: 'auth_required' })).toBe('held');
    expect(stateOf(made({ state: 'read' }), NOW, { state: 'down' })).toBe('read');
  });
});

describe('shown', () => {
  it('gives the reason in words, of the delivery or of whom it failed for', () => {
    expect(shown(made({ state: 'failed', error: { code: 'too_long', detail: 'too long by 3' } }), NOW)).toMatchObject({
      tone: 'danger', reason: 'too long by 3', advice: 'thread-advice-too-long', does: ['retry', 'edit', 'copy', 'elsewhere'] });
    expect(shown(made({ state: 'bounced', recipients: [who('a', 'sent'), who('b', 'bounced', 'no such user')] }), NOW).reason).toBe('no such user');
    expect(shown(made({ state: 'failed', error: { code: '21610', detail: 'x' } }), NOW).advice).toBeNull();
  });
  it('offers what may be done, and never a blind retry', () => {
    expect(shown(made({ state: 'uncertain' }), NOW).does).toEqual(['resolve']);
    expect(shown(made({ state: 'delivered' }), NOW).does).toEqual([]);
    expect(shown(made({ next_at: '2026-03-01T10:00:08Z' }), NOW)).toMatchObject({ does: ['undo'], at: '2026-03-01T10:00:08Z' });
  });
});

it('counts down to nothing', () => {
  const delivery = made({ next_at: '2026-03-01T10:00:08Z' });
  expect([secondsLeft(delivery, NOW), secondsLeft(delivery, NOW + 7_500), secondsLeft(delivery, NOW + 20_000)]).toEqual([8, 1, 0]);
});

it('groups recipients, the worst first', () => {
  const found = grouped(made({ recipients: [who('a', 'sent'), who('b', 'failed'), who('c', 'sent')] }));
  expect(found.map(({ state, who: people }) => [state, people.length])).toEqual([['failed', 1], ['sent', 2]]);
});
