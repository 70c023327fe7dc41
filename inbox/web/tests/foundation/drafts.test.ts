import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Draft } from '$/data/drafts.svelte';
import type { Upload } from '$/data/types';
import { storage } from './storage';

interface Asked { method: string; path: string; body: { text: string; version: number } | null }
let asked: Asked[] = [];
let answer: (asked: Asked) => Response = () => new Response('{}', { status: 200 });
const json = (value: unknown, status = 200) => new Response(JSON.stringify(value), { status });
const saves = () => asked.filter(({ method }) => method === 'PUT');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('localStorage', storage());
  asked = [];
  answer = ({ body }) => json({ version: (body?.version ?? 0) + 1, text: body?.text, fields: {} });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const one = { method: init.method ?? 'GET', path, body: init.body ? JSON.parse(init.body as string) as Asked['body'] : null };
    asked.push(one);
    return answer(one);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is saved half a second after the last letter, and at most once a second', async () => {
  const draft = new Draft('1', 'reply');
  for (const text of ['H', 'He', 'Hel']) {
    draft.set(text);
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(saves()).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(saves().map(({ body }) => body?.text)).toEqual(['Hel']);
  draft.set('Hell');
  await vi.advanceTimersByTimeAsync(600);
  expect(saves()).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(500);
  expect(saves().map(({ body }) => body?.version)).toEqual([0, 1]);
  expect(draft.state).toBe('saved');
});

it('is kept here until the server has it, and found again by the next page', async () => {
  answer = () => { throw new TypeError('no network'); };
  const draft = new Draft('2', 'reply');
  draft.set('Dear');
  await vi.advanceTimersByTimeAsync(600);
  expect(draft.state).toBe('kept');
  const again = new Draft('2', 'reply');
  expect([again.text, again.state]).toEqual(['Dear', 'kept']);
});

it('a newer one from elsewhere is shown beside what was typed, never over it', async () => {
  const draft = new Draft('3', 'note');
  draft.set('mine');
  answer = () => json({ code: 'draft_changed', draft: { text: 'theirs', fields: {}, files: [], version: 4 } }, 409);
  await vi.advanceTimersByTimeAsync(600);
  expect([draft.text, draft.theirs?.text]).toEqual(['mine', 'theirs']);
  answer = ({ body }) => json({ version: (body?.version ?? 0) + 1, text: body?.text, fields: {} });
  draft.keepMine();
  await vi.advanceTimersByTimeAsync(600);
  expect(saves().at(-1)?.body).toMatchObject({ text: 'mine', version: 4 });
});

it('takes a newer one where nothing was typed', () => {
  const draft = new Draft('4', 'reply');
  draft.meet({ text: 'from the other tab', fields: {}, version: 2 });
  expect(draft.text).toBe('from the other tab');
  draft.meet({ text: 'older', fields: {}, version: 1 });
  expect(draft.text).toBe('from the other tab');
  draft.meet(null);
  expect(draft.text).toBe('');
});

it('names its files to the server by their ids, and shows those of the server', async () => {
  const file = { id: '7', name: 'plan.txt', media_type: 'text/plain', size: 8 } as Upload;
  const draft = new Draft('5', 'reply');
  draft.set('With a file', { subject: 'Plan', attachments: [file] });
  await vi.advanceTimersByTimeAsync(600);
  expect(saves().at(-1)?.body).toMatchObject({ fields: { subject: 'Plan', attachments: ['7'] } });
  answer = () => json({ code: 'draft_changed', draft: { text: 'theirs', fields: { attachments: ['7'] }, files: [file], version: 9 } }, 409);
  draft.set('With the same file');
  await vi.advanceTimersByTimeAsync(2000);
  expect(draft.theirs?.fields.attachments).toEqual([file]);
});
