import { describe, expect, it } from 'vitest';
import { disguise, href, linked, quoteStart, signatureStart } from '../../src/thread/text';

const links = (text: string) => linked(text).filter((piece) => 'href' in piece).map((piece) => piece.href);

describe('linked', () => {
  it('loses no letter', () => {
    for (const text of ['', 'plain', 'a https://b.example/c?d=e#f, g@h.example. (see www.i.example/j_(k)) +49 30 1234567!', '<b>no</b> javascript:alert(1)']) {
      expect(linked(text).map((piece) => piece.text).join('')).toBe(text);
    }
  });
  it('knows the web, mail and telephones, and nothing else', () => {
    expect(links('Go to https://shop.example/a?b=1&c=2.')).toEqual(['https://shop.example/a?b=1&c=2']);
    expect(links('www.shop.example')).toEqual(['https://www.shop.example/']);
    expect(links('write to ann.b+c@example.org, please')).toEqual(['mailto:ann.b+c@example.org']);
    expect(links('call +49 (30) 123-4567')).toEqual(['tel:+49301234567']);
    expect(links('ring +۹۸۲۱۱۲۳۴۵۶۷')).toEqual(['tel:+98211234567']);
    expect(links('javascript:alert(1) data:text/html,x file:///etc/passwd ftp://x.example')).toEqual([]);
    expect(links('order 1234567890 of 2026-11-22')).toEqual([]);
  });
  it('leaves the sentence its punctuation', () => {
    expect(links('(https://a.example/b)')).toEqual(['https://a.example/b']);
    expect(links('https://a.example/b_(c), and')).toEqual(['https://a.example/b_(c)']);
    expect(links('«https://a.example/x»')).toEqual(['https://a.example/x']);
  });
  it('stops at marks that turn the text around', () => {
    expect(links('https://a.example/\u202eexe.b')).toEqual(['https://a.example/']);
  });
  it('takes no long time for what is long', () => {
    const long = `${'a@'.repeat(20_000)} ${'+1 '.repeat(20_000)} ${'('.repeat(20_000)}`;
    expect(linked(long).map((piece) => piece.text).join('')).toBe(long);
    expect(links(`https://a.example/${')'.repeat(5000)}`)).toEqual(['https://a.example/']);
  });
});

describe('disguise', () => {
  it('is silent of honest links', () => {
    expect(disguise('Click here', 'https://evil.example/')).toBeUndefined();
    expect(disguise('https://www.bank.example/a', 'https://bank.example/b')).toBeUndefined();
    expect(disguise('Bank.example', 'https://bank.example/')).toBeUndefined();
    expect(disguise('ann@bank.example', 'mailto:eve@evil.example')).toBeUndefined();
  });
  it('names the true host of the others', () => {
    expect(disguise('https://bank.example', 'https://evil.example/bank.example')).toBe('evil.example');
    expect(disguise('www.bank.example/login', 'https://bank.example.evil.example/')).toBe('bank.example.evil.example');
    expect(disguise('https://bank.example@evil.example/', 'https://bank.example@evil.example/')).toBe('evil.example');
    expect(disguise('https://bаnk.example/', 'https://bаnk.example/')).toMatch(/^xn--/);
  });
});

it('href refuses what may not be followed', () => {
  expect(href('https://')).toBeNull();
  expect(href('https://a.example')).toBe('https://a.example/');
});

describe('quotes', () => {
  it('folds the answered mail with its introduction', () => {
    const text = 'Yes please.\n\nOn Tue, 4 Mar 2026, Ada wrote:\n> Shall I?\n>\n> Ada\n';
    expect(text.slice(quoteStart(text) ?? 0)).toBe('On Tue, 4 Mar 2026, Ada wrote:\n> Shall I?\n>\n> Ada\n');
    const old = 'Ja.\n-----Ursprüngliche Nachricht-----\nVon: A\n';
    expect(old.slice(quoteStart(old) ?? 0)).toMatch(/^-----Urspr/);
    const heads = 'Ok\n\nFrom: A\nSent: B\nTo: C\n\nwords';
    expect(heads.slice(quoteStart(heads) ?? 0)).toMatch(/^From: A/);
  });
  it('leaves answers between the lines, and what is nothing but a quote', () => {
    expect(quoteStart('> a\nyes\n> b\nno\n')).toBeNull();
    expect(quoteStart('> only this\n')).toBeNull();
    expect(quoteStart('Dear all:\nhello')).toBeNull();
  });
  it('is not held up by texts that are made for it', () => { // squares of their lengths would be minutes
    for (const unit of ['\n\n', '-- \n', '> a\n', 'On x:\n', 'From: a\n', 'Am ']) expect(quoteStart(`x\n${unit.repeat(200_000)}y`) ?? 0).toBeLessThan(20);
  });
  it('knows the signature by its line', () => {
    expect(signatureStart('Hello\n-- \nAda')).toBe(5);
    expect(signatureStart('-- \nAda')).toBeNull();
    expect(signatureStart('a -- b')).toBeNull();
  });
});
