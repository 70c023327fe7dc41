import { expect, it } from 'vitest';
import { latin, loosened, recorded, shown, single } from '$/app/combos';

const press = (key: string, over: object = {}) => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...over });

it('symbols do not care for Shift, letters do', () => {
  expect(loosened('?')).toBe('[Shift]+?');
  expect(loosened('g ,')).toBe('g [Shift]+,');
  expect(loosened('Shift+e')).toBe('Shift+e');
});

it('knows which can be turned off', () => {
  expect(['e', 'g m', 'Shift+e', '#'].map(single)).toEqual([true, true, true, true]);
  expect(['$mod+k', 'Escape', 'Enter'].map(single)).toEqual([false, false, false]);
});

it('shows keys as they are written on them', () => {
  const name = (key: string) => key[0]?.toUpperCase() + key.slice(1);
  expect(shown('$mod+Shift+Enter', true, name)).toEqual(['⌘', '⇧', 'Enter']);
  expect(shown('$mod+k', false, name)).toEqual(['Control', 'K']);
  expect(shown('g ArrowUp', false, name)).toEqual(['G', '↑']);
});

it('records what was pressed', () => {
  expect(recorded(press('E', { shiftKey: true }), false)).toBe('Shift+e');
  expect(recorded(press('?', { shiftKey: true }), false)).toBe('?');
  expect(recorded(press('k', { metaKey: true }), true)).toBe('$mod+k');
  expect(recorded(press('Shift', { shiftKey: true }), false)).toBeNull();
});

it('a Persian keyboard has the same shortcuts', () => {
  expect(latin(press('ت', { code: 'KeyJ' }))).toBe('j');
  expect(latin(press('é', { code: 'Digit2' }))).toBe('é');
});
