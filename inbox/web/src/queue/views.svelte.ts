/** Saved views: keeping, changing, ordering, removing them. Their dialogs are loaded when one is wanted. */
import { toasts } from '$/app/toasts.svelte';
import { api, at, Problem } from '$/data/api';
import { session } from '$/data/session.svelte';
import type { ListQuery, SavedView } from '$/data/types';
import { t } from '$/i18n/i18n.svelte';

/** What is being asked: a name for a new view, a new name, or whether to remove one. */
type Asked = { kind: 'save'; query: ListQuery } | { kind: 'edit' | 'remove'; view: SavedView };

class Views {
  asked: Asked | null = $state.raw(null);

  save(query: ListQuery): void {
    this.asked = { kind: 'save', query };
  }

  edit(view: SavedView): void {
    this.asked = { kind: 'edit', view };
  }

  remove(view: SavedView): void {
    this.asked = { kind: 'remove', view };
  }
}
export const views = new Views();

/** The filters as the server keeps them: with those of the view that they were put on. */
function kept(query: ListQuery): Record<string, unknown> {
  const { view, ...own } = query;
  const base = view ? session.views.find((one) => one.id === view)?.query : undefined;
  const all = { ...base, ...own } as Record<string, unknown>;
  for (const name of ['unread', 'waiting']) if (all[name] !== undefined) all[name] = String(all[name]) === 'true';
  return all;
}

export async function addView(name: string, shared: boolean, query: ListQuery): Promise<SavedView> {
  const made = await api.post<SavedView>('/views', { name, shared, query: kept(query) });
  await session.loadViews();
  return made;
}

function tell(error: unknown): void {
  toasts.show(t('queue-view-refused'), { tone: 'danger', detail: error instanceof Problem ? error.detail : t('ui-error-offline') });
}

export async function changeView(id: string, patch: Partial<Pick<SavedView, 'name' | 'shared' | 'position'>>): Promise<boolean> {
  try {
    await api.patch(at`/views/${id}`, patch);
    await session.loadViews();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}

/** One place up or down. Positions may be equal or have gaps: those that stand wrong are written anew. */
export async function moveView(id: string, step: 1 | -1): Promise<void> {
  const all = session.views;
  const from = all.findIndex((one) => one.id === id);
  const moved = all[from];
  if (!moved || !all[from + step]) return;
  const next = all.toSpliced(from, 1).toSpliced(from + step, 0, moved);
  session.views = next;
  try {
    const writable = next.map((view, position) => ({ view, position })).filter(({ view, position }) => view.position !== position && (view.mine || session.admin));
    for (const { view, position } of writable) await api.patch(at`/views/${view.id}`, { position });
  } catch (error) {
    tell(error);
  }
  await session.loadViews().catch(() => undefined); // without the network the order stands as it is
}

export async function removeView(id: string): Promise<boolean> {
  try {
    await api.delete(at`/views/${id}`);
    await session.loadViews();
    return true;
  } catch (error) {
    tell(error);
    return false;
  }
}
