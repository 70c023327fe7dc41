import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Copying } from '../../src/admin/copying.svelte';

describe('something to be taken elsewhere', () => {
  let text: string;
  let board: string;
  let forbidden: boolean;
  beforeEach(() => {
    [text, board, forbidden] = ['one', '', false];
    vi.stubGlobal('navigator', { clipboard: { writeText: async (words: string) => {
      if (forbidden) throw new DOMException('no permission', 'NotAllowedError');
      board = words;
    } } });
  });

  it('says that it was, until another stands there', async () => {
    const copying = new Copying(() => text, () => expect.unreachable());
    expect(copying.button.icon).toBe('copy');
    await copying.copy();
    expect([board, copying.button.icon]).toEqual(['one', 'check']);
    text = 'two';
    expect(copying.button.icon).toBe('copy');
  });

  it('stands marked where the browser forbids it', async () => {
    forbidden = true;
    const mark = vi.fn();
    const copying = new Copying(() => text, mark);
    await copying.copy();
    expect(mark).toHaveBeenCalledOnce();
    expect([board, copying.button.icon]).toEqual(['', 'copy']);
  });
});
