/** Changing a setting: it shows at once, is saved by itself, and can be taken back for a while. */
import { keysOf } from '$/app/actions.svelte';
import { toasts } from '$/app/toasts.svelte';
import { last } from '$/app/undo.svelte';
import { api } from '$/data/api';
import { act } from '$/data/outbox.svelte';
import { session } from '$/data/session.svelte';
import { change, settings } from '$/data/settings.svelte';
import type { Me, Settings } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';

let shown: number | undefined;

/** Tells that it is saved, and offers the way back. */
function saved(back: () => void): void {
  const undo = () => {
    if (last.undo === undo) last.undo = null;
    if (shown !== undefined) toasts.close(shown);
    back();
  };
  if (shown !== undefined) toasts.close(shown);
  shown = toasts.show(t('settings-saved'), { action: { label: t('app-undo'), keys: keysOf('app.undo'), run: undo } });
  last.undo = undo;
}

/** Sets some settings. */
export async function set(patch: Partial<Settings>): Promise<void> {
  const names = Object.keys(patch) as (keyof Settings)[];
  const before = Object.fromEntries(names.map((name) => [name, $state.snapshot(settings[name])])) as Partial<Settings>;
  if (names.every((name) => JSON.stringify(before[name]) === JSON.stringify(patch[name]))) return;
  if (await change(patch)) saved(() => void change(before));
}

export const setNotify = (patch: Partial<Settings['notify']>) => set({ notify: { ...settings.notify, ...patch } });
export const setGuards = (patch: Partial<Settings['guards']>) => set({ guards: { ...settings.guards, ...patch } });

function named(name: string): void {
  session.me = { ...session.me, name };
}

const rename = act<{ name: string; before: string }, Me>('me.name', {
  touches: () => ['me'],
  send: ({ name }) => api.patch('/me', { name }),
  done: (me) => named(me.name),
  refused: (_, { before }) => {
    named(before);
    return false;
  },
  failed: 'settings-refused-name',
});

/** Gives oneself another name. */
export function setName(name: string): void {
  const before = session.me.name;
  if (!name || name === before) return;
  named(name);
  rename({ name, before }).answer.then(() => saved(() => setName(before)), () => undefined); // a refusal is told by the outbox
}
