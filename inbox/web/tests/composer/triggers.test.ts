import { expect, test } from 'vitest';
import { mentioned, triggerAt, unresolved } from '$/composer/triggers';

const at = (text: string, note = false) => triggerAt(text, text.length, note);

test.each([
  [';', { kind: 'canned', from: 0, query: '' }],
  ['/refund', { kind: 'canned', from: 0, query: 'refund' }],
  ['Hello\n;thank you', { kind: 'canned', from: 6, query: 'thank you' }],
  ['so:', null],
  [':smi', { kind: 'emoji', from: 0, query: 'smi' }],
  ['fine :+1', { kind: 'emoji', from: 5, query: '+1' }],
  ['at 10:30', null],
  [':)', null],
  ['a;b', null],
  ['https://x', null],
  ['and/or', null],
  ['1/2', null],
  ['@ada', null],
])('%j', (text, found) => {
  expect(at(text)).toEqual(found);
});

test('colleagues are named in notes', () => {
  expect(at('ask @', true)).toEqual({ kind: 'mention', from: 4, query: '' });
  expect(at('@Ad', true)).toEqual({ kind: 'mention', from: 0, query: 'Ad' });
  expect(at('ann@example', true)).toBeNull();
});

test('who is named', () => {
  const agents = [{ id: '1', name: 'Ada' }, { id: '2', name: 'Ada Lovelace' }, { id: '3', name: 'Bo (night)' }];
  expect(mentioned('@Ada Lovelace please', agents)).toEqual(['2']);
  expect(mentioned('@ada and @Bo (night)!', agents).sort()).toEqual(['1', '3']);
  expect(mentioned('ann@Ada.example @Adam', agents)).toEqual([]);
});

test('what is not filled in', () => {
  expect(unresolved('Hi {{contact.name}}, {{ agent.name }} {{contact.first_name|there}} {{1}} {x}').map((one) => one.variable))
    .toEqual(['{{contact.name}}', '{{ agent.name }}', '{{contact.first_name|there}}']);
});
