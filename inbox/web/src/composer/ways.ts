/** Where a reply goes and whether it can: by what is on the page at once, by the server as soon as one begins. */
import { api, at } from '$/data/api';
import type { Channel, Contact, Message, Schemas } from '$/data/types';
import { features, type Features } from './limits';
import { answered } from './recipients';

export type Way = Schemas['Way'];
export interface Refused {
  code: string;
  detail: string;
}

export function ask(conversation: string, channel: string | undefined, from: string | undefined, options: Record<string, unknown>): Promise<Way> {
  const chosen = Object.keys(options).length ? JSON.stringify(options) : undefined;
  return api.get<Way>(at`/conversations/${conversation}/way`, { channel, from, options: chosen });
}

/** Why nothing can be said here, as far as the page knows without asking; null: nothing speaks against it. */
export function refused(
  channel: Channel | undefined, messages: readonly Message[], contact: Contact | undefined, now: number,
): Pick<Refused, 'code'> | null {
  if (!channel || channel.state === 'not_configured' || channel.enabled === false) return { code: 'no_channel' };
  const of = features(channel.features);
  if (!of.sends) return { code: 'receive_only' };
  const last = answered(messages, channel.name);
  if (last?.no_reply) return { code: last.no_reply };
  if (last?.reply_until && Date.parse(last.reply_until) < now) return { code: 'window' };
  if (contact?.addresses.some((one) => one.value === last?.from?.value && one.opted_out.includes(channel.name))) return { code: 'opted_out' };
  return null;
}

/** By which service a number of ours writes: a channel may have several behind one number (`whatsapp:+49…`). */
export function serviceOf(address: { kind: string; value: string } | null | undefined): 'whatsapp' | 'sms' | null {
  if (address?.kind !== 'tel') return null;
  return address.value.startsWith('whatsapp:') ? 'whatsapp' : 'sms';
}

/** A channel that takes what is written and cannot deliver it now. */
export function troubled(channel: Channel | undefined): 'down' | 'auth_required' | 'misconfigured' | null {
  const state = channel?.state;
  return state === 'down' || state === 'auth_required' || state === 'misconfigured' ? state : null;
}

/** The features for this very conversation where they are known, else the channel's. */
export function featuresOf(way: Way | null, channel: Channel | undefined): Features {
  return features(way && Object.keys(way.features).length ? way.features : channel?.features);
}

export interface Option {
  name: string;
  kind: 'boolean' | 'text' | 'texts';
  label: string;
  /** Where it is one: with it something may be said although the window is closed. */
  template: boolean;
}

interface Schema {
  properties?: Record<string, { type?: string; title?: string; description?: string; additionalProperties?: unknown }>;
}

/** What only this channel knows, as fields of a form. Kinds that a plain form cannot ask for are left out. */
export function optionsOf(schema: unknown, of: Features): Option[] {
  const properties = (schema as Schema | undefined)?.properties ?? {};
  return Object.entries(properties).flatMap(([name, one]): Option[] => {
    const kind = one.type === 'boolean' ? 'boolean' : one.type === 'string' ? 'text' : one.type === 'object' ? 'texts' : null;
    const template = of.window_options.includes(name) || (of.window_options.length > 0 && kind === 'texts');
    return kind ? [{ name, kind, label: one.description ?? one.title ?? name, template }] : [];
  });
}
