/** Words for what the server names by a code. What has no string of ours shows in the server's own words. */
import type { Args } from '$/i18n/i18n.svelte';
import { t } from '$/i18n/i18n.svelte';
import type { Channel, Schemas } from '$/data/types';
import type { IconName } from '$/ui/icons';

export type Tone = 'plain' | 'good' | 'warn' | 'danger';
export type Level = 'ok' | 'warn' | 'fail';
/** One line of a connection test. */
export interface Step {
  step: string;
  level: Level;
  text: string;
  cure: string | null;
  code: string | null;
  params: Args;
}
export type HealthItem = Schemas['HealthItem'];

/** The string, or what the server said. */
export function said(key: string, otherwise: string, args: Args = {}): string {
  const found = t(key, args);
  return found === key ? otherwise : found;
}

const dashes = (code: string) => code.replaceAll(/[._]/g, '-');

export const LEVELS: Record<Level, { icon: IconName; tone: Tone }> = {
  ok: { icon: 'circle-check', tone: 'good' },
  warn: { icon: 'triangle-alert', tone: 'warn' },
  fail: { icon: 'circle-alert', tone: 'danger' },
};

const STATES: Record<Channel['state'], { icon: IconName; tone: Tone }> = {
  ok: { icon: 'circle-check', tone: 'good' },
  degraded: { icon: 'triangle-alert', tone: 'warn' },
  auth_required: { icon: 'lock', tone: 'danger' },
  misconfigured: { icon: 'circle-alert', tone: 'danger' },
  paused: { icon: 'pause', tone: 'plain' },
  down: { icon: 'wifi-off', tone: 'danger' },
  not_configured: { icon: 'archive', tone: 'plain' },
};

/** How a channel fares: a word, an icon, a colour. One that is turned off is not paused: it does not send either. */
export function stateOf(channel: Channel): { icon: IconName; tone: Tone; words: string } {
  if (channel.enabled === false) return { icon: 'ban', tone: 'plain', words: t('admin-state-off') };
  return { ...STATES[channel.state], words: t(`admin-state-${dashes(channel.state)}`) };
}

/** What a health item says, and what mends it. */
export function healthWords(item: HealthItem): { text: string; cure: string } {
  const args: Args = { channel: item.channel ?? '' };
  for (const [name, value] of Object.entries(item.params)) args[name] = typeof value === 'number' ? value : String(value ?? '');
  const code = dashes(item.code) + (item.params.sender ? '-set' : ''); // one was named, but cannot send
  return { text: said(`admin-health-${code}`, item.text, args), cure: said(`admin-health-${code}-cure`, item.cure, args) };
}

/** Where a health item is dealt with, and what the link says. */
export function healthLink(item: HealthItem, admin: boolean): { href: string; words: string } | null {
  const of = encodeURIComponent(item.channel ?? '');
  const outbox = (state: string) => ({ href: `/admin/outbox?state=${state}&channel=${of}`, words: t('admin-health-see-outbox') });
  switch (item.code) {
    case 'uncertain': return admin ? outbox('uncertain') : { href: '/queue/uncertain', words: t('admin-health-see-queue') };
    case 'failed': return admin ? outbox('failed') : { href: '/queue/failed', words: t('admin-health-see-queue') };
    default: if (!admin) return null;
  }
  switch (item.code) {
    case 'no_channel': return { href: '/admin/channels/new', words: t('admin-channel-connect') };
    case 'quarantine': return { href: `/admin/journal?state=quarantined&channel=${of}`, words: t('admin-health-see-journal') };
    case 'left_queue': case 'queue_late': return outbox('queued');
    default: return item.channel ? { href: `/admin/channels/${of}`, words: t('admin-health-see-channel') } : null;
  }
}

const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** What a connector is called. */
export const connectorTitle = (card: { type: string; title: string }) => said(`connector-${card.type}`, card.title);

/** A field's label, or with `-help` what it is for. What all connectors share stands under `any`, for those that are ours. */
export function fieldWords(type: string, path: string, end: '' | '-help', otherwise: string): string {
  if (t(`connector-${type}`) === `connector-${type}`) return otherwise;
  return said(`connector-${type}-${slug(path)}${end}`, said(`connector-any-${slug(path.split('.').at(-1) ?? '')}${end}`, otherwise));
}

/** A step of a connection test: what it looked at, what it saw, and what mends it. */
export function stepWords(step: Step): { step: string; text: string; cure: string } {
  const found = `connector-found-${step.code ?? ''}`;
  return {
    step: said(`connector-step-${slug(step.step)}`, step.step),
    text: step.code ? said(found, step.text, step.params) : step.text,
    cure: step.code ? said(`${found}-cure`, step.cure ?? '', step.params) : step.cure ?? '',
  };
}

/** `agent.add` as people say it. */
export const actWords = (action: string) => said(`admin-act-${dashes(action)}`, action);

const LEDGER: Record<Schemas['LedgerEntry']['state'], Tone> = {
  received: 'plain', stored: 'good', duplicate: 'plain', update: 'plain', ignored: 'plain', quarantined: 'warn',
};
export const LEDGER_STATES = Object.keys(LEDGER) as Schemas['LedgerEntry']['state'][];
export const ledgerWords = (state: string) => t(`admin-ledger-${state}`);
export const ledgerTone = (state: Schemas['LedgerEntry']['state']) => LEDGER[state];
