import { describe, expect, it } from 'vitest';
import { kindOf, looksLike } from '../../src/thread/files';
import { sameSubject } from '../../src/thread/timeline';
import { refusal, ruleOf } from '../../src/thread/why';

describe('files', () => {
  const kind = (media_type: string, state: 'stored' | 'pending' = 'stored') => kindOf({ media_type, state });
  it('shows what can carry no script, and nothing that is not here', () => {
    expect(['image/png', 'IMAGE/JPEG; name=x', 'audio/ogg', 'video/mp4'].map((type) => kind(type))).toEqual(['picture', 'picture', 'sound', 'film']);
    expect(['image/svg+xml', 'text/html', 'application/pdf', 'image/png.exe', ''].map((type) => kind(type))).toEqual(Array(5).fill('other'));
    expect(kind('image/png', 'pending')).toBe('other');
  });
  it('takes the tricks out of a name', () => {
    expect(looksLike('photo\u202egpj.exe')).toBe('photogpj.exe');
    expect(looksLike('a\n\u0000b')).toBe('a b');
    expect(looksLike('\u2066\u2069')).toBe('?');
  });
});

it('a subject is the same with and without the marks of answering', () => {
  expect(sameSubject('Re: AW: Order  12', 'order 12')).toBe(true);
  expect(sameSubject('Re[2]: Order', 'Order')).toBe(true);
  expect(sameSubject('Rechnung', 'chnung')).toBe(false);
  expect(sameSubject('Return: x', 'x')).toBe(false);
});

it('rules and refusals have words, also those that come later', () => {
  expect(ruleOf('own_id')).toBe('thread-why-own-id');
  expect(ruleOf('a_new_one')).toBe('thread-why-other');
  expect(refusal('neither the sender nor anyone it is addressed to takes part there')).toBe('thread-why-no-stranger');
  expect(refusal('something else')).toBeNull();
});
