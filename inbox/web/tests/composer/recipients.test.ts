import { expect, test } from 'vitest';
import { answered, newcomers, parts, plausible, read, replyAll, replyOne, typed, without } from '$/composer/recipients';
import type { Address, Message } from '$/data/types';

const who = (value: string, name = ''): Address => ({ kind: 'email', value, name, contact: null });
const US = [who('support@example.com'), who('help@example.com')];

let next = 0;
function mail(over: Partial<Message>): Message {
  next += 1;
  return {
    id: String(next), kind: 'message', direction: 'in', channel: 'support', from: who('ann@example.net', 'Ann'), to: [who('support@example.com')],
    cc: [], bcc: [], reply_to: [], flags: [], ...over,
  } as unknown as Message;
}
const values = (list: { value: string }[]) => list.map((one) => one.value);

test('a reply to all drops nobody but us', () => {
  const thread = [mail({
    to: [who('support@example.com'), who('bo@example.net'), who('Cy@example.net')], cc: [who('di@example.net'), who('BO@example.net'), who('help@example.com')],
    bcc: [who('secret@example.net')],
  })];
  const found = replyAll(thread, 'support', US);
  expect(values(found.to)).toEqual(['ann@example.net']);
  expect(values(found.cc)).toEqual(['bo@example.net', 'Cy@example.net', 'di@example.net']);
  expect(replyOne(thread, 'support', US)).toEqual({ to: found.to, cc: [] });
});

test('who asks to be answered elsewhere is answered there', () => {
  const thread = [mail({ reply_to: [who('orders@example.net')], cc: [who('ann@example.net')] })];
  const found = replyAll(thread, 'support', US);
  expect(values(found.to)).toEqual(['orders@example.net']);
  expect(values(found.cc)).toEqual(['ann@example.net']); // in Cc by their own hand
});

test('a Reply-To that is ourselves leaves the sender', () => {
  expect(values(replyAll([mail({ reply_to: [who('support@example.com')] })], 'support', US).to)).toEqual(['ann@example.net']);
});

test('our tagged address is ours', () => {
  const thread = [mail({ to: [who('support+m.abc@example.com')], cc: [who('bo@example.net')] })];
  expect(values(replyAll(thread, 'support', US).cc)).toEqual(['bo@example.net']);
});

test('who joined by themselves is not written to by itself', () => {
  const joined = mail({ from: who('eve@example.org'), flags: ['newcomer'] });
  const thread = [mail({}), joined];
  expect(values(newcomers(thread))).toEqual(['eve@example.org']);
  expect(answered(thread, 'support')).toBe(thread[0]);
  const found = replyAll(thread, 'support', US, newcomers(thread));
  expect([...values(found.to), ...values(found.cc)]).toEqual(['ann@example.net']);
  const welcomed = [...thread, mail({ direction: 'out', from: US[0] as Address, to: [who('eve@example.org')] })];
  expect(newcomers(welcomed)).toEqual([]);
});

test('a person before a machine, and only of this channel', () => {
  const thread = [mail({}), mail({ from: who('robot@example.net'), flags: ['automatic'] }), mail({ channel: 'other', from: who('zed@example.net') })];
  expect(answered(thread, 'support')).toBe(thread[0]);
});

test('after our own first word it goes to whom that went', () => {
  const thread = [mail({ direction: 'out', from: US[0] as Address, to: [who('ann@example.net')], cc: [who('bo@example.net')] })];
  const found = replyAll(thread, 'support', US);
  expect([values(found.to), values(found.cc)]).toEqual([['ann@example.net'], ['bo@example.net']]);
});

test('addresses as they are typed', () => {
  expect(typed(who('ann@example.net', 'Lee, Ann'))).toBe('"Lee, Ann" <ann@example.net>');
  expect(typed(who('ann@example.net', 'Evil" <x@y.example>, "'))).toBe('"Evil   x@y.example ," <ann@example.net>');
  expect(typed({ kind: 'tel', value: '+4930', name: 'Ann' })).toBe('+4930');
  expect(parts('Ann <a@x.example>, "Lee, Bo" <b@x.example>; c@x.example\nd@x.example,')).toEqual([
    'Ann <a@x.example>', '"Lee, Bo" <b@x.example>', 'c@x.example', 'd@x.example']);
  expect(read('"Lee, Bo" <b@x.example>')).toEqual({ name: 'Lee, Bo', value: 'b@x.example' });
  expect(plausible('Ann <ann@example.net>', 'email')).toBe(true);
  expect(plausible('ann@', 'email')).toBe(false);
  expect(plausible('+49 30 1234', 'tel')).toBe(true);
  expect(plausible('ann', 'tel')).toBe(false);
  expect(without([who('a@x'), who('A@x'), who('b@x')], [who('b@x')])).toHaveLength(1);
});
