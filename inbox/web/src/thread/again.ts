/** A message goes back into the composer by another way; its words go to the clipboard. */
import { toasts } from '$/app/toasts.svelte';
import { compose } from '$/composer/compose.svelte';
import { draft } from '$/data/drafts.svelte';
import type { Message } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';

/** Its words and files, to be sent by another channel, where its recipients mean nothing. */
export async function elsewhere(message: Message, channel: string): Promise<void> {
  await compose.editAgain(message);
  const mine = draft(message.conversation, 'reply');
  mine.set(mine.text, { attachments: mine.fields.attachments ?? [], channel });
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.show(t('thread-copied'), { seconds: 3 });
  } catch {
    toasts.show(t('thread-copy-refused'), { tone: 'danger', seconds: 6 }); // the browser forbids it: an insecure origin, or no permission
  }
}
