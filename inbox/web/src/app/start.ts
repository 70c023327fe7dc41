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

/** What opens by a key has to be there when the key is pressed. */
function fetchOverlays(): void {
  const idle = 'requestIdleCallback' in globalThis ? requestIdleCallback : setTimeout;
  idle(() => {
    for (const load of [() => import('$/ui/lazy/PopoverBody.svelte'), () => import('$/ui/lazy/MenuBody.svelte'), () => import('./Palette.svelte')]) {
      void load().catch(() => undefined); // asked for again when it is wanted
    }
  });
}

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
  fetchOverlays();
  void keepActs();
}
