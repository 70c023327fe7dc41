/** The agent's settings with their defaults, and their effect on the document. */
import { api } from './api';
import { act } from './outbox.svelte';
import type { Me, Settings } from './types';

export const DEFAULTS: Settings = {
  theme: 'auto',
  density: 'comfortable',
  locale: null,
  calendar: null,
  digits: 'auto',
  time_zone: null,
  undo_seconds: 10,
  after_close: 'next',
  single_keys: true,
  keys: {},
  nav_collapsed: false,
  panel_open: true,
  notify: { mine: true, mentions: true, unassigned: false, sound: true, volume: 0.5, quiet_from: null, quiet_to: null },
  guards: { attachment: true, empty: true, language: true, hours: true },
  announce: 'all',
};

export const settings: Settings = $state(structuredClone(DEFAULTS));

/** A value may be null on the wire where it was never chosen: the default stands then. */
function assign(patch: Partial<Settings>): void {
  for (const [name, value] of Object.entries(patch)) {
    if (!(name in DEFAULTS)) continue;
    const key = name as keyof Settings;
    const usual = DEFAULTS[key];
    const nested = (key === 'notify' || key === 'guards') && typeof value === 'object' && value !== null;
    Object.assign(settings, { [key]: nested ? { ...(usual as object), ...(settings[key] as object), ...value } : value ?? usual });
  }
}

export function receive(given: Partial<Settings> | undefined): void {
  assign(given ?? {});
}

const save = act<Partial<Settings>, unknown>('settings', {
  touches: () => ['settings'],
  send: (patch) => api.patch('/me', { settings: patch }),
  refused: () => {
    void api.get<Me>('/me').then((me) => receive(me.settings as Partial<Settings>), () => undefined); // no answer: the next visit shows what stands
    return false;
  },
  failed: 'app-refused-settings',
});
let waiting: Partial<Settings> = {};
let timer: ReturnType<typeof setTimeout> | undefined;
let saved: Promise<boolean> = Promise.resolve(true);
let settle: ((answer: Promise<boolean>) => void) | null = null;

/**
 * Changes settings at once here, and on the server soon; several changes make one call. True once the server has them, false when
 * it refused: then they are as they were there.
 */
export function change(patch: Partial<Settings>): Promise<boolean> {
  assign(patch);
  waiting = { ...waiting, ...patch };
  clearTimeout(timer);
  if (!settle) saved = new Promise((resolve) => { settle = resolve; });
  timer = setTimeout(() => {
    settle?.(save(waiting).answer.then(() => true, () => false));
    settle = null;
    waiting = {};
  }, 300);
  return saved;
}

/** Puts theme and density on the document; call it in an effect. */
export function dress(root: HTMLElement): void {
  root.dataset.theme = settings.theme;
  root.dataset.density = settings.density;
}

const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
let here = $state(zoneHere()); // asking costs a tenth of a millisecond, and a list asks hundreds of times
if (typeof document !== 'undefined') document.addEventListener('visibilitychange', () => { if (!document.hidden) here = zoneHere(); }); // one may have travelled

/** The agent's time zone, or the browser's. */
export function timeZone(): string {
  return settings.time_zone || here;
}
