import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Offline, Problem } from '$/data/api';
import { act, outbox, plug } from '$/data/outbox.svelte';
import { storage } from './storage';

interface Row { id: string; status: string }
interface Call { args: { id: string; status: string }; key: string; answer(value: unknown): void; fail(error: unknown): void }
let calls: Call[] = [];
const refused = vi.fn();

const change = act<{ id: string; status: string }, Row>('test.change', {
  touches: ({ id }) => [`row:${id}`],
  show: (row, { status }) => ({ ...row as Row, status }),
  send: (args, key) => new Promise((answer, fail) => { calls.push({ args, key, answer: answer as (value: unknown) => void, fail }); }),
  failed: 'test-failed',
});
const settle = () => vi.advanceTimersByTimeAsync(0);
const shown = (id: string) => outbox.shown({ id, status: 'open' }, `row:${id}`).status;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', storage());
  calls = [];
  refused.mockReset();
  plug({ refused, random: () => 1 });
});
afterEach(async () => {
  while (outbox.waiting) {
    calls.forEach((call) => call.answer({}));
    await vi.advanceTimersByTimeAsync(60_000);
  }
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('an act', () => {
  it('shows at once and leaves when it is answered', async () => {
    change({ id: '1', status: 'closed' });
    expect(shown('1')).toBe('closed');
    expect(shown('2')).toBe('open');
    calls[0]?.answer({});
    await settle();
    expect(outbox.waiting).toBe(0);
  });

  it('goes out in order with those that touch the same, beside the others', async () => {
    change({ id: '1', status: 'a' });
    change({ id: '1', status: 'b' });
    change({ id: '2', status: 'c' });
    expect(calls.map(({ args }) => args.status)).toEqual(['a', 'c']);
    expect(shown('1')).toBe('b');
    calls[0]?.answer({});
    await settle();
    expect(calls.map(({ args }) => args.status)).toEqual(['a', 'c', 'b']);
  });

  it('is tried again with the same key while nobody answers, and holds back what follows', async () => {
    change({ id: '1', status: 'a' });
    change({ id: '1', status: 'b' });
    calls[0]?.fail(new Offline(null));
    await settle();
    expect(calls).toHaveLength(1);
    expect(shown('1')).toBe('b');
    await vi.advanceTimersByTimeAsync(1000);
    expect(calls[1]?.args.status).toBe('a');
    expect(calls[1]?.key).toBe(calls[0]?.key);
  });

  it('takes back what it showed when it is refused, and can be done again', async () => {
    const { answer } = change({ id: '1', status: 'closed' });
    const problem = new Problem(409, 'version', 'changed meanwhile');
    calls[0]?.fail(problem);
    await expect(answer).rejects.toBe(problem);
    expect(shown('1')).toBe('open');
    expect(refused).toHaveBeenCalledWith('test-failed', problem, expect.any(Function));
    (refused.mock.calls[0]?.[2] as () => void)();
    expect(shown('1')).toBe('closed');
  });

  it('can be dropped only before it was tried', () => {
    change({ id: '1', status: 'a' });
    const second = change({ id: '1', status: 'b' });
    expect(outbox.drop(outbox.acts[0]?.key ?? '')).toBe(false);
    expect(outbox.drop(second.key)).toBe(true);
    expect(shown('1')).toBe('a');
  });
});

it('what a closed tab left behind is done by the next one, and a living tab keeps its own', async () => {
  const left = [{ key: 'k1', kind: 'test.change', args: { id: '7', status: 'closed' }, tries: 0 }];
  localStorage.setItem('inbox.outbox.9.dead', JSON.stringify(left));
  localStorage.setItem('inbox.outbox.9.alive', JSON.stringify([{ ...left[0], key: 'k2' }]));
  localStorage.setItem('inbox.outbox.8.other', JSON.stringify([{ ...left[0], key: 'k3' }]));
  await outbox.live('9', 'me', async (place) => place === 'alive');
  expect(calls.map(({ key }) => key)).toEqual(['k1']);
  expect(localStorage.getItem('inbox.outbox.9.dead')).toBeNull();
  expect(localStorage.getItem('inbox.outbox.9.alive')).not.toBeNull();
  expect(JSON.parse(localStorage.getItem('inbox.outbox.9.me') ?? '[]')).toHaveLength(1);
  calls[0]?.answer({});
  await settle();
  expect(localStorage.getItem('inbox.outbox.9.me')).toBeNull();
});
