/**
 * The API's shapes by short names. They come from `api.gen.ts` (`npm run types`); what stands in `Soon…` is agreed on but was
 * not yet in the API's description when this was written, and goes as soon as the generated type has it.
 */
import type { components } from './api.gen';

export type Schemas = components['schemas'];
export type Named = { id: string; name: string };
export type Page<T> = { items: T[]; next: string | null };

export type Message = Schemas['Message'] & { remote_images?: number };
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Delivery['state'];
export type Attachment = Schemas['Attachment'];
export type Address = Schemas['Address'];
export type TagCount = Schemas['TagCount'];
export type Upload = Schemas['Upload'];
export type NewMessage = Partial<Schemas['NewMessage']> & { format?: 'text' | 'markdown'; canned?: string; mentions?: string[] };
export type Channel = Schemas['Channel'] & { source?: 'config' | 'browser'; expires_at?: string | null; enabled?: boolean };

type SoonConversation = {
  draft?: boolean;
  team?: Named | null;
  returned?: { reason: 'time' | 'answer' | 'failed'; at: string } | null;
  read_up_to?: string | null;
  mentioned?: boolean;
};
export type Conversation = Omit<Schemas['Conversation'], keyof SoonConversation> & SoonConversation;
export type ConversationChanged = Conversation & { undo: string | null };
export type Status = Conversation['status'];
/** What PATCH takes. */
export type ConversationPatch = Partial<Schemas['ConversationPatch']> & { team?: string | null };

type SoonContact = {
  language?: string | null;
  time_zone?: string | null;
  tags?: string[];
  fields?: Record<string, string>;
  blocked?: boolean;
  show_images?: boolean;
};
export type Contact = Omit<Schemas['Contact'], keyof SoonContact> & SoonContact;

export type Agent = Schemas['Agent'] & { online?: boolean; open?: number; teams?: Named[] };
export type Team = { id: string; name: string; members: string[] };
export type Canned = Schemas['Canned'] & { shortcut?: string; used?: number; used_at?: string | null };

export type Counts = Omit<Schemas['Counts'], 'mentions' | 'uncertain' | 'teams' | 'views' | 'unread'> & {
  mentions?: number;
  uncertain?: number;
  unread?: number;
  teams?: Record<string, number>;
  views?: Record<string, number>;
};

/** The filters of `GET /conversations`, as they stand in the query. */
export interface ListQuery {
  status?: 'open' | 'snoozed' | 'closed' | 'spam' | 'all';
  assignee?: string;
  channel?: string;
  tag?: string;
  team?: string;
  contact?: string;
  delivery?: 'failed' | 'uncertain';
  mentions?: 'me';
  unread?: 'true';
  view?: string;
  q?: string;
  sort?: 'newest' | 'oldest' | 'oldest_waiting';
  closed_after?: string;
  closed_before?: string;
  created_after?: string;
  created_before?: string;
}
export type SavedView = { id: string; name: string; shared: boolean; mine: boolean; query: ListQuery; position: number };

export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  locale: string;
  calendar: 'gregory' | 'persian';
  digits: 'auto' | 'latn';
  time_zone: string;
  undo_seconds: 0 | 5 | 10 | 20 | 30;
  after_close: 'next' | 'previous' | 'list';
  single_keys: boolean;
  keys: Record<string, string>;
  nav_collapsed: boolean;
  panel_open: boolean;
  notify: {
    mine: boolean; mentions: boolean; unassigned: boolean; sound: boolean;
    volume: number; quiet_from: string | null; quiet_to: string | null;
  };
  guards: { attachment: boolean; empty: boolean; language: boolean; hours: boolean };
  announce: 'all' | 'mine' | 'none';
}
export type Me = Omit<Schemas['Me'], 'settings'> & { settings?: Partial<Settings>; time_zone?: string; teams?: Named[] };

export type DraftKind = 'reply' | 'note' | 'new';
export interface DraftFields {
  to?: string[];
  cc?: string[];
  bcc?: string[];
  subject?: string;
  channel?: string;
  from?: string;
  attachments?: Upload[];
  canned?: string;
}
export interface DraftRow {
  conversation: string | null;
  kind: DraftKind;
  text: string;
  fields: DraftFields;
  version: number;
  at: string;
}

/** One journalled event. */
export interface LiveEvent {
  id: number;
  kind: string;
  conversation: string | null;
  message: string | null;
  channel: string;
  data: Record<string, unknown>;
  at: string;
}
export type Presence = { id: string; name: string; typing: 'reply' | 'note' | null };
export type LiveFrame =
  | { type: 'hello'; last: number; version: string; counts: Counts }
  | ({ type: 'event' } & LiveEvent)
  | { type: 'resync'; last: number }
  | { type: 'counts'; counts: Counts; last: number }
  | { type: 'presence'; conversation: string; agents: Presence[] }
  | { type: 'session_ended' }
  | { type: 'pong' };

/** What the server writes into index.html. */
export interface Boot {
  me: Me;
  settings: Partial<Settings>;
  counts: Counts;
  last: number;
  version: string;
  channels: Channel[];
  agents: Agent[];
  teams: Team[];
  views: SavedView[];
  tags: TagCount[];
  first: { query: ListQuery; items: Conversation[]; next: string | null } | null;
}
