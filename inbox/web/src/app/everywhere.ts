/** The actions that are the page's own: going to views and rooms, the palette, the help, undo. */
import { session } from '$/data/session.svelte';
import { t } from '$/i18n/i18n.svelte';
import { actions, type Action } from './actions.svelte';
import { queueHref, router } from './router.svelte';
import { shell } from './shell.svelte';
import { toasts } from './toasts.svelte';
import { last } from './undo.svelte';

const go = (id: string, key: string, path: string, icon: Action['icon']): Action =>
  ({ id: `go.${id}`, group: 'go', keys: [`g ${key}`], icon, run: () => router.go(path) });

export function registerActions(): void {
  actions.register(
    go('mine', 'm', queueHref('mine'), 'user-check'),
    go('unassigned', 'u', queueHref('unassigned'), 'inbox'),
    go('open', 'a', queueHref('open'), 'message-square'),
    go('snoozed', 's', queueHref('snoozed'), 'alarm-clock'),
    go('closed', 'c', queueHref('closed'), 'archive'),
    go('failed', 'f', queueHref('failed'), 'triangle-alert'),
    go('reports', 'r', '/reports', 'chart-column'),
    { ...go('settings', ',', '/settings', 'settings'), keys: ['g ,'] },
    { id: 'go.admin', group: 'go', icon: 'sliders-horizontal', run: () => router.go('/admin') },
    { id: 'go.connect', group: 'go', icon: 'plug', when: () => session.admin, run: () => router.go('/admin/channels/new') },
    { id: 'app.new', group: 'go', keys: ['c'], icon: 'square-pen', run: () => router.go('/new') },
    { id: 'app.search', group: 'go', keys: ['/'], icon: 'search', field: true, run: () => {
      if (router.route.view !== 'search') router.go(queueHref('search'));
      shell.searches += 1;
    } },
    { id: 'app.palette', group: 'app', keys: ['$mod+k'], icon: 'zap', typing: true, hidden: true, field: true, run: () => { shell.palette = !shell.palette; } },
    { id: 'app.help', group: 'app', keys: ['?'], icon: 'keyboard', run: () => { shell.help = true; } },
    { id: 'app.nav', group: 'app', keys: ['['], icon: 'panel-left', run: () => shell.toggleNav() },
    { id: 'app.panel', group: 'app', keys: [']'], icon: 'panel-right', when: () => router.route.conversation !== null, run: () => shell.togglePanel() },
    {
      id: 'app.undo', group: 'app', keys: ['z'], icon: 'undo-2', run: () => {
        if (last.undo) last.undo();
        else toasts.show(t('app-nothing-to-undo'));
      },
    },
  );
}
