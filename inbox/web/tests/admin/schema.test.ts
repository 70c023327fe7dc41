import { describe, expect, it } from 'vitest';
import {
  authorises, blank, channelName, errorsOf, filled, groups, hasField, kindOf, lacking, settings, suggested, twins, withTwins,
  withValue, type Schema,
} from '../../src/admin/channels/schema';

const server: Schema = {
  type: 'object', nullable: true, group: 'receiving', title: 'Incoming mail', required: ['host'],
  properties: {
    host: { type: 'string' }, port: { type: 'integer', default: 0 }, tls: { type: 'string', enum: ['implicit', 'none'], default: 'implicit' },
    username: { type: 'string', default: '' }, password: { type: 'string', format: 'password', nullable: true, default: null },
  },
};
const mail: Schema = {
  type: 'object', required: ['address'],
  properties: {
    address: { type: 'string' }, imap: server,
    oauth: { type: 'object', nullable: true, group: 'login', required: ['id'], properties: { id: { type: 'string' } } },
    aliases: { type: 'array', items: { type: 'string' }, default: [], group: 'advanced' },
    initial_sync: { type: 'string', default: 'new', group: 'receiving' }, agents: { type: 'array', items: { type: 'string' }, default: [] },
    keys: { type: 'object', additionalProperties: { type: 'string', format: 'password' }, default: {}, group: 'advanced' },
  },
};

describe('a form from a schema', () => {
  it('knows each kind of field, and leaves to the page what has its own place there', () => {
    const kinds = Object.fromEntries(Object.entries(mail.properties ?? {}).map(([name, field]) => [name, kindOf(name, field)]));
    expect(kinds).toEqual({ address: 'text', imap: 'object', oauth: 'object', aliases: 'list', initial_sync: 'history', agents: 'list', keys: 'secrets' });
    expect(groups(mail)).toEqual([
      { group: '', names: ['address'] }, { group: 'login', names: ['oauth'] }, { group: 'receiving', names: ['imap', 'initial_sync'] },
      { group: 'advanced', names: ['aliases', 'keys'] },
    ]);
  });

  it('sends what was entered, trimmed, and no secret that was not typed', () => {
    const values = { ...blank(mail), address: ' us@shop.example ', imap: { ...blank(server), host: 'imap.shop.example ', port: '' } };
    expect(settings(mail, values)).toEqual({
      address: 'us@shop.example', initial_sync: 'new', keys: {}, imap: { host: 'imap.shop.example', tls: 'implicit', username: '' },
    });
    expect(settings(mail, { ...values, imap: { ...values.imap, password: ' space is meant ' } }).imap).toHaveProperty('password', ' space is meant ');
  });

  it('shows what was set, and names what is lacking', () => {
    const values = filled(mail, { address: 'us@shop.example', imap: { host: 'h', password: null }, keys: { one: null } });
    expect(values.imap).toEqual({ host: 'h', port: 0, tls: 'implicit', username: '' });
    expect(settings(mail, values).keys).toEqual({ one: null });
    expect(lacking(mail, blank(mail))).toEqual(['address']);
    expect(lacking(mail, { ...blank(mail), address: ' ', imap: blank(server) })).toEqual(['address', 'imap.host']);
    expect(lacking({ required: ['secret'], properties: { secret: { type: 'string', format: 'password' } } }, {}, ['secret'])).toEqual([]);
  });

  it('takes suggestions where nobody typed', () => {
    const touched = new Set(['imap.port']);
    const values = suggested(mail, { ...blank(mail), imap: { ...blank(server), port: 1143 } }, { imap: { host: 'imap.x', port: 993 } }, touched);
    expect(values.imap).toMatchObject({ host: 'imap.x', port: 1143 });
    expect(suggested(mail, blank(mail), { imap: { host: 'imap.x' } }, new Set()).imap).toMatchObject({ host: 'imap.x', tls: 'implicit' });
  });

  it('lets a second server share the login of the first', () => {
    const both: Schema = { properties: { imap: server, smtp: { ...server, group: 'sending' } } };
    const values = { imap: { host: 'i', username: 'us', password: 'pw' }, smtp: { host: 's', username: '' } };
    expect(twins(both, { imap: null, smtp: values.smtp })).toEqual({});
    expect(twins(both, values)).toEqual({ smtp: 'imap' });
    expect(withTwins(both, values, new Set(['smtp'])).smtp).toEqual({ host: 's', username: 'us', password: 'pw' });
    expect(withTwins(both, values, new Set()).smtp).toEqual(values.smtp);
    expect(withValue(values, 'smtp.host', 'x')).toEqual({ ...values, smtp: { host: 'x', username: '' } });
  });

  it('knows when the service has to agree', () => {
    expect(authorises(mail, blank(mail))).toBe(false);
    expect(authorises(mail, { ...blank(mail), oauth: { id: 'x' } })).toBe(true);
  });
});

describe('names and errors', () => {
  it('makes a free name', () => {
    expect(channelName('email', 'Hilfe.Team@shop.example', [])).toBe('hilfe-team');
    expect(channelName('webhook', '', ['webhook', 'webhook-2'])).toBe('webhook-3');
    expect(channelName('x', '@', [])).toBe('x');
  });

  it('knows where an error can show', () => {
    expect(['imap.port', 'imap', 'keys.one', 'aliases'].every((path) => hasField(mail, path))).toBe(true);
    expect(['settings', '', 'imap.colour', 'agents'].some((path) => hasField(mail, path))).toBe(false);
  });

  it('brings errors to their fields', () => {
    expect(errorsOf([{ field: 'settings.imap.port', detail: 'too large', cure: 'Take 993' }, { field: 'settings.numbers.0', detail: 'no number' }]))
      .toEqual({ 'imap.port': 'too large. Take 993', numbers: 'no number' });
  });
});
