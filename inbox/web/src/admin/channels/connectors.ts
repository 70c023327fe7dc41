/** The kinds of services that a channel can be made of: asked for once, with our words for them; they do not change while the daemon runs. */
import { api } from '$/data/api';
import type { Schemas } from '$/data/types';
import { loadPart } from '$/i18n/i18n.svelte';
import type { IconName } from '$/ui/icons';
import type { Schema } from './schema';

export type Connector = Omit<Schemas['Connector'], 'schema' | 'features'> & { schema: Schema; features: { sends?: boolean; subject?: boolean; first_message?: boolean } };
export type Connectors = Omit<Schemas['Connectors'], 'items'> & { items: Connector[] };

let asked: Promise<Connectors> | null = null;

export function connectors(): Promise<Connectors> {
  asked ??= Promise.all([api.get<Connectors>('/connectors'), loadPart('connector')]).then(([found]) => found).catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

const ICONS: Record<string, IconName> = { email: 'mail', x: 'service-x', twilio: 'smartphone', webhook: 'webhook', loopback: 'rotate-ccw' };

export const iconOf = (type: string): IconName => ICONS[type] ?? 'plug';
