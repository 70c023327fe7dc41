/** What pressing Send does: questions first, then the message leaves, and the conversation changes with it. */
import { actions } from '$/app/actions.svelte';
import { announce } from '$/app/announce.svelte';
import { live } from '$/data/live.svelte';
import { session } from '$/data/session.svelte';
import { settings } from '$/data/settings.svelte';
import type { Canned, ConversationPatch } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';
import { post } from './compose.svelte';
import { split } from './limits';
import type { Writing } from './writing.svelte';

/** What the canned reply does besides, as a change of the conversation; null: nothing. */
export function actionsOf(canned: Canned | undefined): ConversationPatch | null {
  if (!canned) return null;
  const { tags_add = [], tags_remove = [], assignee, team, status, snooze_hours } = canned.actions; // what it does not do is left out
  const patch: ConversationPatch = {};
  if (tags_add.length) patch.tags_add = tags_add;
  if (tags_remove.length) patch.tags_remove = tags_remove;
  if (assignee) patch.assignee = assignee;
  if (team) patch.team = team;
  if (status && status !== 'snoozed') patch.status = status as ConversationPatch['status'];
  if (snooze_hours) {
    patch.status = 'snoozed';
    patch.snoozed_until = new Date(Date.now() + snooze_hours * 3_600_000).toISOString();
  }
  return Object.keys(patch).length ? patch : null;
}

export function cannedOf(writing: Writing): Canned | undefined {
  const { canned } = writing.fields;
  return canned && !writing.noActions ? session.canned?.find((one) => one.id === canned) : undefined;
}

/** Sends it unless something stands against it, which then shows. True: it left. */
export function send(writing: Writing, then: ConversationPatch | null = null): boolean {
  if (writing.waiting) return false;
  if (writing.unsure) {
    writing.waiting = () => { send(writing, then); };
    return false;
  }
  const block = writing.block();
  writing.blocked = block;
  if (block) {
    announce(t(`composer-block-${block.why}`, { what: block.what ?? '' }), { urgent: true });
    return false;
  }
  const open = writing.questions().filter((one) => !writing.asked.some((other) => other.guard === one.guard));
  if (open.length) {
    writing.asked = [...writing.asked, ...open];
    announce(t('composer-press-again'), { urgent: true });
    return false;
  }
  if (writing.pending.length) {
    writing.waiting = () => { send(writing, then); };
    announce(t('composer-waits-for-files'));
    return false;
  }
  leave(writing, [writing.draft.text], then);
  return true;
}

/** A text that is too long, as several messages in a row; files go with the first. */
export function sendParts(writing: Writing): void {
  leave(writing, split(writing.draft.text, writing.features), null);
}

function leave(writing: Writing, texts: string[], then: ConversationPatch | null): void {
  const { conversation, fields, hold } = writing;
  const own = writing.note ? null : actionsOf(cannedOf(writing));
  const patch = own || then ? { ...own, ...then } : null;
  texts.forEach((text, n) => {
    const body = writing.body(texts.length > 1 ? 0 : hold, text);
    if (n > 0) {
      delete body.attachments;
      delete body.expected_last_message; // the part before it is newer
      delete body.draft;
    }
    const last = n === texts.length - 1;
    post({ conversation, body, fields: { ...fields }, ...(last && patch ? { then: patch } : {}) }, texts.length > 1 ? 0 : hold, last ? patch : null);
  });
  const note = writing.note;
  writing.left();
  live.typing(conversation, null);
  announce(t(note ? 'composer-note-added' : 'composer-sending'));
}

/** Sends and closes, then goes where the agent wants to be after closing. */
export function sendAndClose(writing: Writing): void {
  if (!send(writing, { status: 'closed' })) return;
  const where = { next: 'list.next', previous: 'list.previous', list: 'list.back' }[settings.after_close];
  actions.run(where);
}
