/** A message as somebody else gets it: its words below a head that says whose they are, and its files. */
import { api, at } from '$/data/api';
import type { DraftFields, Message } from '$/data/types';
import { formatDate } from '$/i18n/format.svelte';
import { t } from '$/i18n/i18n.svelte';
import { again } from './uploads.svelte';

export interface Forwarded {
  conversation: string;
  text: string;
  fields: DraftFields;
  lost: string[];
}

export async function forwarded(id: string): Promise<Forwarded> {
  const message = await api.get<Message>(at`/messages/${id}`);
  const { uploads, lost } = await again(message.attachments.filter((file) => file.state === 'stored'));
  const from = message.from ? `${message.from.name} <${message.from.value}>`.trim() : message.author.name;
  const head = [
    t('composer-new-forwarded'), t('composer-new-forward-from', { name: from }), t('composer-new-forward-date', { date: formatDate(message.sent_at, { dateStyle: 'full', timeStyle: 'short' }) }),
    ...(message.subject ? [t('composer-new-forward-subject', { subject: message.subject })] : []),
  ];
  const subject = message.subject ? `Fwd: ${message.subject.replace(/^\s*(?:fwd?|wg)\s*:\s*/i, '')}` : '';
  return {
    conversation: message.conversation, text: `\n\n${head.join('\n')}\n\n${message.full_text || message.text}`.replace(/[\u2068\u2069]/g, ''),
    fields: { channel: message.channel, subject, attachments: uploads }, lost,
  };
}
