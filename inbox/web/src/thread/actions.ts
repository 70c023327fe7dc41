/** What one can do in an open conversation by key: moving among its messages, and what concerns one of them or the whole. */
import { actions } from '$/app/actions.svelte';
import { queueHref, router } from '$/app/router.svelte';
import { conversations } from '$/data/conversations.svelte';
import { compose } from '$/composer/compose.svelte';
import { copy } from './again';
import { linkOf } from './items';
import { neighbour } from './timeline';
import type { View } from './view.svelte';

/** Registers them for as long as the conversation is open. */
export function registerThreadActions(view: View): () => void {
  const here = () => view.messages.length > 0;
  const move = (step: 1 | -1) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-message]')?.dataset.message ?? null;
    const to = neighbour(view.messages, focused ?? (step < 0 ? null : view.messages.at(-1)?.id ?? null), step);
    if (to) void view.reveal(to, 'focus');
  };
  const message = () => view.current;
  const known = () => conversations.get(view.id) !== undefined;
  const contact = () => known() && conversations.get(view.id)?.contact !== null;
  return actions.register(
    { id: 'thread.previous', group: 'conversation', keys: ['Shift+p'], icon: 'arrow-up', when: here, run: () => move(-1) },
    { id: 'thread.next', group: 'conversation', keys: ['Shift+n'], icon: 'arrow-down', when: here, run: () => move(1) },
    { id: 'thread.unread', group: 'conversation', keys: ['Shift+u'], icon: 'mail', when: () => view.unread !== null, run: () => { if (view.unread) void view.reveal(view.unread, 'focus'); } },
    { id: 'thread.newest', group: 'conversation', keys: ['Shift+g'], icon: 'arrow-down', when: here, run: () => view.toEnd() },
    { id: 'thread.whole', group: 'conversation', keys: ['Shift+t'], icon: 'users', when: contact, run: () => void view.showPerson(view.person === null) },
    { id: 'thread.merge', group: 'conversation', keys: ['Shift+m'], icon: 'git-merge', when: known, run: () => { view.dialog = { kind: 'merge' }; } },
    { id: 'thread.link', group: 'conversation', icon: 'link', when: known, run: () => { view.dialog = { kind: 'link' }; } },
    { id: 'thread.copy_link', group: 'conversation', icon: 'copy', run: () => void copy(location.href) },
    { id: 'message.copy', group: 'conversation', keys: ['Shift+c'], icon: 'copy', when: here, run: () => { const one = message(); if (one) void copy(one.text); } },
    { id: 'message.quote', group: 'conversation', keys: ['q'], icon: 'corner-up-left', when: here, run: () => { const one = message(); if (one) void compose.quote(one); } },
    { id: 'message.link', group: 'conversation', icon: 'link', when: here, run: () => { const one = message(); if (one) void copy(linkOf(one)); } },
    { id: 'message.why', group: 'conversation', keys: ['w'], icon: 'circle-help', when: () => here() && message()?.kind === 'message', run: () => { const one = message(); if (one) view.dialog = { kind: 'why', message: one }; } },
  );
}

/** Where one pane shows at a time the list is not there, and with it the way back to it. */
export function registerAlone(): () => void {
  const list = () => router.go(queueHref(router.route.view || 'open', null, null, router.route.query.get('q') ?? ''));
  return actions.register({ id: 'list.back', group: 'list', keys: ['u', 'Escape'], hidden: true, run: list });
}
