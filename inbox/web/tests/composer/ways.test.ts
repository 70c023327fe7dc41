import { expect, test } from 'vitest';
import { features } from '$/composer/limits';
import { optionsOf, refused, serviceOf, troubled } from '$/composer/ways';
import type { Channel, Contact, Message } from '$/data/types';

const channel = (over: Partial<Channel> = {}) => ({ name: 'wa', state: 'ok', enabled: true, features: {}, addresses: [], ...over }) as unknown as Channel;
const said = (over: Partial<Message> = {}) => ({
  id: '1', kind: 'message', direction: 'in', channel: 'wa', flags: [], from: { kind: 'tel', value: '+491', name: '', contact: '1' }, ...over,
}) as unknown as Message;
const NOW = Date.parse('2026-11-21T12:00:00Z');

test('what speaks against a reply is known before one types', () => {
  expect(refused(channel(), [said()], undefined, NOW)).toBeNull();
  expect(refused(undefined, [said()], undefined, NOW)?.code).toBe('no_channel');
  expect(refused(channel({ enabled: false }), [said()], undefined, NOW)?.code).toBe('no_channel');
  expect(refused(channel({ features: { sends: false } }), [said()], undefined, NOW)?.code).toBe('receive_only');
  expect(refused(channel(), [said({ reply_until: '2026-11-21T11:59:00Z' })], undefined, NOW)?.code).toBe('window');
  expect(refused(channel(), [said({ reply_until: '2026-11-21T12:01:00Z' })], undefined, NOW)).toBeNull();
  expect(refused(channel(), [said({ no_reply: 'not_summoned' })], undefined, NOW)?.code).toBe('not_summoned');
  const contact = { addresses: [{ value: '+491', opted_out: ['wa'] }] } as unknown as Contact;
  expect(refused(channel(), [said()], contact, NOW)?.code).toBe('opted_out');
  expect(refused(channel({ name: 'sms' }), [said({ channel: 'sms' })], contact, NOW)).toBeNull();
});

test('a channel in trouble takes what is written and cannot send it now', () => {
  expect(troubled(channel({ state: 'down' }))).toBe('down');
  expect(troubled(channel({ state: 'auth_required' }))).toBe('auth_required');
  expect(troubled(channel({ state: 'paused' }))).toBeNull(); // it does not fetch; it sends
});

test('options become fields of a form, templates are told apart', () => {
  const schema = { properties: {
    content_sid: { type: 'string', description: 'The template' }, content_variables: { type: 'object' }, chain: { type: 'boolean', title: 'Chain' }, odd: { anyOf: [] },
  } };
  const found = optionsOf(schema, features({ window_options: ['content_sid'] }));
  expect(found.map(({ name, kind, template }) => [name, kind, template])).toEqual([
    ['content_sid', 'text', true], ['content_variables', 'texts', true], ['chain', 'boolean', false]]);
  expect(found[0]?.label).toBe('The template');
  expect(optionsOf(undefined, features({}))).toEqual([]);
});

test('a number says by which service it writes', () => {
  expect(serviceOf({ kind: 'tel', value: '+15005550006' })).toBe('sms');
  expect(serviceOf({ kind: 'tel', value: 'whatsapp:+15005550006' })).toBe('whatsapp');
  expect(serviceOf({ kind: 'email', value: 'ann@example.com' })).toBeNull();
  expect(serviceOf(undefined)).toBeNull();
});
