import { describe, expect, it } from 'vitest';
import { complete, suggest, termAt, without } from '$/queue/completion';
import { drift, news } from '$/queue/drift';
import { excerpt, pieces, wordsOf } from '$/queue/hits';
import { hrefIn, hrefWith, queryOf } from '$/queue/query';

const ids = (text: string) => [...text];
const hits = (text: string, q: string) => pieces(text, wordsOf(q)).filter((one) => one.hit).map((one) => one.text);

describe('what one looks at stays', () => {
  it('goes down with what comes in above', () => {
    expect(drift(ids('abcdef'), ids('xyabcdef'), 2, 4, null)).toBe(2);
  });

  it('follows the marked row, and closes up behind one that left', () => {
    expect(drift(ids('abcdef'), ids('xabcdef'), 0, 4, 'c')).toBe(1);
    expect(drift(ids('abcdef'), ids('abdef'), 0, 4, 'e')).toBe(-1);
    expect(drift(ids('abcdef'), ids('abdef'), 0, 4, 'c')).toBe(0);
  });

  it('does not run after a row that moved by itself', () => {
    expect(drift(ids('abcdef'), ids('eabcdf'), 2, 4, 'e')).toBe(1);
    expect(drift(ids('abcdef'), ids('ebcdfa'), 1, 3, null)).toBe(0);
  });

  it('names what is new above', () => {
    expect(news(ids('abcdef'), ids('xeabcdf'), 2, 4)).toEqual(['x', 'e']);
    expect(news(ids('abc'), ids('abc'), 0, 0)).toEqual([]);
  });
});

describe('hits', () => {
  it('are plain words and phrases, not operators nor what is left out', () => {
    expect(wordsOf('tea from:ann -milk "red shoes" is:open other:x')).toEqual(['red shoes', 'other:x', 'tea']);
  });

  it('stand where words begin, whatever their accents, letters and digits', () => {
    expect(hits('Café and decaf, CAFES', 'cafe')).toEqual(['Café', 'CAFE']);
    expect(hits('سلام علي، كتاب ۱۲', 'علی کتاب 12')).toEqual(['علي', 'كتاب', '۱۲']);
    expect(hits('nothing here', 'tea')).toEqual([]);
    expect(pieces('one two', wordsOf('two')).map((one) => one.text).join('')).toBe('one two');
  });

  it('show in the part of a long text that is shown', () => {
    const text = `${'words '.repeat(30)}needle in hay`;
    expect(excerpt(text, wordsOf('needle'))).toMatch(/^… .{0,40}needle in hay$/);
    expect(excerpt(text, [])).toBe(text);
    expect(excerpt('a needle', wordsOf('needle'))).toBe('a needle');
  });
});

describe('completion', () => {
  const known = { tag: [{ value: 'vip' }, { value: 'very long' }], is: [{ value: 'open', label: 'Open' }] };

  it('offers operators, then their values', () => {
    expect(suggest('', 0, known).length).toBe(11);
    expect(suggest('tea ta', 6, known).map((one) => one.insert)).toEqual(['tag:']);
    expect(suggest('tea ', 4, known)).toEqual([]);
    expect(suggest('tag:v', 5, known).map((one) => one.insert)).toEqual(['tag:vip ', 'tag:"very long" ']);
    expect(suggest('-tag:vi', 7, known).map((one) => one.insert)).toEqual(['-tag:vip ']);
    expect(suggest('tag:vip', 7, known)).toEqual([]);
    expect(suggest('http://x', 8, known)).toEqual([]);
  });

  it('puts them where one types', () => {
    expect(complete('tea ta shop', 6, 'tag:')).toEqual({ q: 'tea tag: shop', caret: 8 });
    expect(complete('tea tag: shop', 8, 'tag:vip ')).toEqual({ q: 'tea tag:vip shop', caret: 12 });
    expect(termAt('tag:"very long"', 8)).toMatchObject({ operator: 'tag', value: 'very long', from: 0, to: 15 });
  });

  it('leaves a term out', () => {
    expect(without('tea tag:vip is:open', 'tag:vip')).toBe('tea is:open');
    expect(without('tea', 'coffee')).toBe('tea');
  });
});

describe('addresses', () => {
  const route = (view: string, query = '') => ({ view, query: new URLSearchParams(query), conversation: '7' });

  it('carry sort and unread through the list', () => {
    expect(queryOf(route('mine', 'sort=oldest&unread=true&evil=1'), 'UTC')).toEqual({ assignee: 'me', sort: 'oldest', unread: 'true' });
    expect(hrefIn(route('mine', 'sort=oldest'), '9')).toBe('/queue/mine/9?sort=oldest');
    expect(hrefWith(route('mine', 'sort=oldest'), { sort: null, unread: 'true' })).toBe('/queue/mine/7?unread=true');
  });

  it('say in which zone a day is meant', () => {
    expect(queryOf(route('search', 'q=tea after:7d'), 'Asia/Tehran')).toEqual({ status: 'all', q: 'tea after:7d', tz: 'Asia/Tehran' });
    expect(queryOf(route('search', 'q=tea'), 'Asia/Tehran')).toEqual({ status: 'all', q: 'tea' });
  });
});
