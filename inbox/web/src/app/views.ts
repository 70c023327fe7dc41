/** The views of the queue: their names, icons and figures. */
import { session } from '$/data/session.svelte';
import { t } from '$/i18n/i18n.svelte';
import type { IconName } from '$/ui/icons';
import { described } from './described';
import { filters } from './places';

export interface View {
  view: string;
  name: string;
  icon: IconName;
  count: number | null;
  danger?: boolean;
}

const ICONS: Record<string, IconName> = {
  mine: 'user-check', unassigned: 'inbox', mentions: 'at-sign', open: 'message-square', snoozed: 'alarm-clock', closed: 'archive', spam: 'ban',
  failed: 'triangle-alert', uncertain: 'circle-help', search: 'search', all: 'list',
};

/** An icon for a kind of channel; one that a stranger's connector brought shows as a plug. */
export function channelIcon(name: string): IconName {
  const type = session.channel(name)?.type ?? '';
  const known: Record<string, IconName> = { email: 'mail', x: 'service-x', twilio: 'smartphone', webhook: 'webhook' };
  return known[type] ?? 'plug';
}

export function viewName(view: string): string {
  const name = view.slice(view.indexOf('.') + 1);
  if (view.startsWith('channel.') || view.startsWith('tag.')) return name;
  if (view.startsWith('team.')) return session.teams.find((team) => team.id === name)?.name ?? name;
  if (view.startsWith('view.')) return session.views.find((one) => one.id === name)?.name ?? name;
  if (view.startsWith('list.')) return described(filters(view));
  return view in ICONS ? t(`queue-view-${view}`) : t('queue-view-open');
}

function view(name: string, count: number | null, danger = false): View {
  return { view: name, name: viewName(name), icon: ICONS[name] ?? 'list', count, danger };
}

export interface ViewGroup {
  name: string;
  label: string | null;
  views: View[];
}

/** What the navigation shows, in groups. Reactive. Figures are the server's; none are reckoned here. */
export function navigation(): ViewGroup[] {
  const { counts } = session;
  const first = [
    view('mine', counts.mine), view('unassigned', counts.unassigned), view('mentions', counts.mentions), view('open', counts.open),
    view('snoozed', counts.snoozed), view('closed', null), view('spam', null),
  ];
  if (counts.failed) first.push(view('failed', counts.failed, true));
  if (counts.uncertain) first.push(view('uncertain', counts.uncertain, true));
  const groups: ViewGroup[] = [
    { name: '', label: null, views: first },
    { name: 'views', label: t('queue-nav-views'), views: session.views.map((one) => ({ view: `view.${one.id}`, name: one.name, icon: 'bookmark', count: counts.views[one.id] ?? 0 })) },
    { name: 'teams', label: t('queue-nav-teams'), views: session.teams.map((one) => ({ view: `team.${one.id}`, name: one.name, icon: 'users', count: counts.teams[one.id] ?? 0 })) },
    { name: 'channels', label: t('queue-nav-channels'), views: session.channels.map((one) => ({ view: `channel.${one.name}`, name: one.name, icon: channelIcon(one.name), count: counts.channels[one.name] ?? 0 })) },
    { name: 'tags', label: t('queue-nav-tags'), views: Object.entries(counts.tags).map(([name, count]) => ({ view: `tag.${name}`, name, icon: 'tag', count })) },
  ];
  return groups.filter((group) => group.views.length > 0);
}
