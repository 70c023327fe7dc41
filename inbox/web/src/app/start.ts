/** What runs from the first paint on: the line to the server, the acts that were left, the keys that are everywhere. */
import { keepActs } from '$/data/boot';
import { live } from '$/data/live.svelte';
import { plug } from '$/data/outbox.svelte';
import { startSync } from '$/data/sync';
import { t } from '$/i18n/i18n.svelte';
import { registerTriage } from '$/triage/actions';
import { registerActions } from './everywhere';
import { startNotices } from './notify';
import { toasts } from './toasts.svelte';

/** Once, when the page is mounted. */
export function begin(): void {
  plug({
    refused: (failed, problem, again) => {
      toasts.show(t(failed), { tone: 'danger', detail: problem.detail, action: { label: t('ui-retry'), run: again } });
    },
  });
  registerActions();
  registerTriage();
  startSync();
  startNotices();
  live.start();
  void keepActs();
}
