import { describe, expect, it } from 'vitest';
import { clash, combosFor, conflicts, rebound, taken, type Bound } from '../../src/settings/bindings';
import { actionsIn } from '../../tools/actions';

const close: Bound = { id: 'conversation.close', group: 'conversation', keys: ['e'] };
const tag: Bound = { id: 'conversation.tag', group: 'conversation', keys: ['t', 'l'] };
const go: Bound = { id: 'go.mine', group: 'go', keys: ['g m'] };
const all = [close, tag, go];

describe('keys of one’s own', () => {
  it('stand in place of the usual ones, and are not kept where they are the same', () => {
    const own = rebound({}, tag, ['y']);
    expect(own).toEqual({ 'conversation.tag': 'y' });
    expect(combosFor(tag, own)).toEqual(['y']);
    expect(rebound(own, tag, ['t', 'l'])).toEqual({});
    expect(combosFor(tag, rebound({}, tag, []))).toEqual([]);
  });
  it('clash with the same ones and with the beginning of longer ones', () => {
    expect(clash('g', 'g m')).toBe(true);
    expect(clash('g m', 'g')).toBe(true);
    expect(clash('g m', 'g u')).toBe(false);
    expect(clash('g', 'g')).toBe(true);
    expect(conflicts(all, {}, close, 'l').map((one) => one.id)).toEqual(['conversation.tag']);
    expect(conflicts(all, {}, close, 'e')).toEqual([]);
  });
  it('are taken from whoever had them', () => {
    expect(taken(all, {}, close, 'l', 'e')).toEqual({ 'conversation.close': 'l', 'conversation.tag': 't' });
    expect(taken(all, {}, close, 'g', null)).toEqual({ 'conversation.close': 'e | g', 'go.mine': '' });
  });
});

it('actions are read off the sources', () => {
  expect(actionsIn("{ id: 'go.x', group: 'go', keys: ['g [', ']'], run }, { id: 'a.b_c', group: 'app', run }")).toEqual([
    { id: 'go.x', group: 'go', keys: ['g [', ']'] }, { id: 'a.b_c', group: 'app', keys: [] },
  ]);
});
