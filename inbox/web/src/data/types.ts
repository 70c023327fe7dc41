/** The API's shapes by short names. They come from `api.gen.ts` (`python -m inbox.web types`); what the description leaves open is said here. */
import type { components } from './api.gen';

export type Schemas = components['schemas'];
export type Named = { id: string; name: string };
export type Page<T> = { items: T[]; next: string | null };

export type Message = Schemas['Message'];
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Delivery['state'];
export type Attachment = Schemas['Attachment'];
export type Address = Schemas['Address'];
export type TagCount = Schemas['TagCount'];
export type Upload = Schemas['Upload'];
export type NewMessage = Partial<Schemas['NewMessage']>;
export type Channel = Schemas['Channel'];
/** Asked for by itself it has `read_up_to` too. */
export type Conversation = Schemas['Conversation'] & { read_up_to?: string | null };
export type ConversationChanged = Schemas['ConversationChanged'];
export type Status = Conversation['status'];
/** What PATCH takes. */
export type ConversationPatch = Partial<Schemas['ConversationPatch']>;
export type Contact = Schemas['Contact'];
export type Agent = Schemas['Agent'];
export type Team = Schemas['Team'];
export type Canned = Omit<Schemas['Canned'], 'actions'> & { actions: Required<Schemas['Canned']['actions']> };
export type Counts = Schemas['Counts'];

/** The filters of `GET /conversations`, as they stand in the query. */
export interface ListQuery {
  status?: 'open' | 'snoozed' | 'closed' | 'spam' | 'all' | 'not_spam';
  assignee?: string;
  channel?: string;
  tag?: string;
  team?: string;
  contact?: string;
  delivery?: 'failed' | 'uncertain';
  mentions?: 'me' | 'ever';
  unread?: 'true';
  waiting?: 'true';
  view?: string;
  q?: string;
  sort?: 'newest' | 'oldest' | 'oldest_waiting';
  closed_after?: string;
  closed_before?: string;
  created_after?: string;
  created_before?: string;
  waiting_after?: string;
  waiting_before?: string;
  replied_after?: string;
  replied_before?: string;
  received_after?: string;
  received_before?: string;
  sent_after?: string;
  sent_before?: string;
  received_slot?: string;
  sent_by?: string;
  tz?: string;
}
export type SavedView = Omit<Schemas['View'], 'query'> & { query: ListQuery };

/** `null` where nothing was chosen: the browser's, or the locale's. */
export type Settings = Required<Omit<Schemas['Settings'], 'notify' | 'guards'>> & {
  notify: Required<Schemas['Notify']>;
  guards: Required<Schemas['Guards']>;
};
export type Me = Schemas['Me'];

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
/** As the server has it: it names files by their ids, and tells beside that what they are. */
export interface DraftRow {
  conversation: string | null;
  kind: DraftKind;
  text: string;
  fields: Omit<DraftFields, 'attachments'> & { attachments?: string[] };
  files: Upload[];
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
