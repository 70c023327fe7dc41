/** What one conversation's pane knows beyond its messages: where one is in it, what is open over it, whose messages it shows. */
import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { api, at } from '$/data/api';
import { conversations } from '$/data/conversations.svelte';
import { Known } from '$/data/known';
import { onEvent } from '$/data/live.svelte';
import { Thread, threads } from '$/data/threads.svelte';
import type { Message, Page } from '$/data/types';
import type { Change } from './timeline';

export type Dialog =
  | { kind: 'why' | 'raw' | 'move' | 'split'; message: Message }
  | { kind: 'merge' | 'link' };

const CHANGED = ['conversation.updated', 'conversation.merged'];
const changes = new Known<Change[]>((event) => (CHANGED.includes(event.kind) ? event.conversation : undefined));

export class View {
  readonly id: string;
  readonly thread: Thread;
  /** Everything with this person, in place of this conversation alone. */
  person: Thread | null = $state.raw(null);
  changes: Change[] = $state.raw([]);
  /** The message that keys and menus mean; null: the last one. */
  selected: string | null = $state(null);
  /** The message that was just jumped to: it is marked for a moment. */
  marked: string | null = $state(null);
  /** Mails whose text is shown in place of their HTML. */
  plain = new SvelteSet<string>();
  /** The first message that was unread when this was opened. */
  unread: string | null = $state(null);
  /** Whether it is known where the unread begins: only then may it be marked as read. */
  ready = $state(false);
  dialog: Dialog | null = $state.raw(null);
  /** The file that is shown large, and those beside it. */
  picture: { message: Message; at: number } | null = $state.raw(null);
  /** Scrolls to a message and marks it; the log sets it. */
  reveal: (id: string, how?: 'mark' | 'focus') => Promise<void> = () => Promise.resolve();
  toEnd: () => void = () => undefined;

  constructor(id: string) {
    this.id = id;
    this.thread = threads.open(id);
  }

  get shown(): Thread {
    return this.person ?? this.thread;
  }

  get messages(): Message[] {
    return this.shown.messages;
  }

  /** The message that keys and menus mean. */
  get current(): Message | undefined {
    return (this.selected ? this.shown.message(this.selected) : undefined) ?? this.messages.at(-1);
  }

  togglePlain(id: string): void {
    if (!this.plain.delete(id)) this.plain.add(id);
  }

  async showPerson(on: boolean): Promise<void> {
    const contact = conversations.get(this.id)?.contact;
    if (!on || !contact) {
      this.person = null;
      return;
    }
    const person = new Thread(this.id, at`/contacts/${contact.id}/messages`);
    await person.load();
    this.person = person;
  }

  /** What was done to it; old news is better than none, so a failure leaves what is there. */
  async loadChanges(): Promise<void> {
    try {
      this.changes = changes.get(this.id)
        ?? await changes.ask(this.id, async () => (await api.get<Page<Change>>(at`/conversations/${this.id}/changes`, { limit: 200 })).items);
    } catch (error) {
      console.warn(error);
    }
  }

  /** Keeps changes and the person's messages fresh; gives back how to stop. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onEvent((event) => {
      if (event.conversation === this.id && CHANGED.includes(event.kind)) {
        const names = (event.data.changed as string[] | undefined) ?? [];
        if (names.join() === 'unread') return;
        clearTimeout(timer);
        timer = setTimeout(() => void this.loadChanges(), 250); // several at once are asked for once
      }
      const { person } = this;
      if (!person || !event.message) return;
      if (event.kind === 'message.updated' && person.message(event.message)) void person.one(event.message);
      if (event.kind === 'message.created') void person.newer();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }
}

export const [getView, setView] = createContext<View>();

/** The pane that is open; other rooms ask it which message is meant. */
export const open: { view: View | null } = $state({ view: null });
