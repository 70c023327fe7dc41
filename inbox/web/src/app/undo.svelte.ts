/** Changes that a toast (or `z`) takes back for six seconds. */
import type { Conversation, ConversationPatch } from '$/data/types';
import { bulkPatch, conversations, patch as patchOne, undo } from '$/data/conversations.svelte';
import { outbox } from '$/data/outbox.svelte';
import { t } from '$/i18n/i18n.svelte';
import { keysOf } from './actions.svelte';
import { router } from './router.svelte';
import { toasts } from './toasts.svelte';

interface Done {
  key: string;
  answer: Promise<{ undo: string | null }>;
}

export type Failure = { id: string; code: string; detail: string };
class LastChange {
  /** Takes the last change back; null when there is none, or its time is over. */
  undo: (() => void) | null = $state.raw(null);
  /** Which ones of the last lot were refused, while somebody looks at them. */
  failures: Failure[] | null = $state.raw(null);
}
export const last = new LastChange();

/** Shows that it was done, with Undo. `rows`: what the conversations showed before; they show it again at once. */
export function undoable(text: string, done: Done, rows: Conversation[], after?: () => void): void {
  const back = () => {
    if (last.undo === back) last.undo = null;
    toasts.close(id);
    after?.();
    if (outbox.drop(done.key)) return;
    void done.answer.then((answer) => { if (answer.undo) undo({ undo: answer.undo, rows }); }, () => undefined); // a refused one is undone already
  };
  const id = toasts.show(text, { action: { label: t('app-undo'), keys: keysOf('app.undo'), run: back } });
  last.undo = back;
  setTimeout(() => { if (last.undo === back) last.undo = null; }, 30_000);
}

/** Changes conversations at once, one or many, with one undo. `text`: the toast ("Closed"). */
export function changeConversations(ids: string[], patch: ConversationPatch, text: string, after?: () => void): void {
  const rows = ids.map((id) => conversations.get(id)).filter((row) => row !== undefined);
  const [only] = ids;
  if (!only) return;
  if (ids.length === 1) return undoable(text, patchOne({ id: only, patch }), rows, after ?? backTo(only, patch));
  const done = bulkPatch({ ids, patch });
  undoable(text, done, rows, after);
  tellFailures(done.answer);
}

/** What was open when it was closed or put off is open again, unless one has gone elsewhere meanwhile. */
function backTo(id: string, patch: ConversationPatch): (() => void) | undefined {
  const { view, conversation } = router.route;
  if (!patch.status || conversation !== id) return undefined;
  const was = location.pathname + location.search;
  return () => { if (router.route.room === 'queue' && router.route.view === view) router.go(was, { replace: true }); };
}

/** Says how many of a lot were refused, and shows which. */
export function tellFailures(answer: Promise<{ done: string[]; failed: Failure[] }>): void {
  void answer.then(({ done, failed }) => {
    if (!failed.length) return;
    toasts.show(t('app-bulk-partly', { done: done.length, failed: failed.length }), {
      tone: 'danger', action: { label: t('app-bulk-show'), run: () => { last.failures = failed; } },
    });
  }, () => undefined); // a refusal of the lot is told by the outbox
}
