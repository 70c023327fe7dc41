/** What somebody is writing in one conversation: the words, to whom, by which way, the files, and what asks for a second press. */
import { Problem, serverTime } from '$/data/api';
import { contacts } from '$/data/contacts.svelte';
import { conversations } from '$/data/conversations.svelte';
import { draft, type Draft } from '$/data/drafts.svelte';
import { session } from '$/data/session.svelte';
import { settings } from '$/data/settings.svelte';
import { sending, threads } from '$/data/threads.svelte';
import type { Channel, DraftFields, Message, NewMessage, Schemas } from '$/data/types';
import { formatSize } from '$/i18n/format.svelte';
import { t } from '$/i18n/i18n.svelte';
import { forgotFile, nightThere, otherLanguage, ownWords, saysNothing, type Guard } from './guards';
import { chatLike, length, mediaFault, type Features, type Length, type MediaFault } from './limits';
import { newcomers, parts, replyAll, typed, type Recipients, type Who } from './recipients';
import { mentioned, unresolved } from './triggers';
import { MOST, Uploading } from './uploads.svelte';
import { ask, featuresOf, refused, type Refused, type Way } from './ways';

export type Mode = 'reply' | 'note';
/** Why it does not leave yet: a question is answered by a second press, an obstacle wants to be mended. */
export interface Question {
  guard: Guard | 'raced';
  mine?: string | null;
  theirs?: string | null;
  hour?: number;
  minute?: number;
}
export interface Obstacle {
  why: 'empty' | 'long' | 'nobody' | 'variables' | 'refused' | 'files' | 'upload';
  what?: string | undefined;
}

/** Where a first message goes by itself: a channel of letters before one of short texts. */
function usualStart(): Channel | undefined {
  const can = session.channels.filter(begins);
  return can.find((one) => featuresOf(null, one).subject) ?? can[0];
}

export function faultText(fault: MediaFault, of: Features, channel: string): string {
  return t(`composer-files-${fault}`, { channel, count: of.media_count, size: formatSize(of.media_bytes), types: of.media.join(', ') });
}

export const NEW = 'new';

/** Whether one can begin a conversation there. */
export function begins(channel: Channel): boolean {
  const of = featuresOf(null, channel);
  return channel.enabled !== false && channel.state !== 'not_configured' && of.sends && of.first_message;
}

export class Writing {
  readonly conversation: string;
  mode: Mode = $state('reply');
  options: Record<string, unknown> = $state.raw({});
  way: Way | null = $state.raw(null);
  /** Questions about the way that wait for their answer. */
  finding = $state(0);
  pending: Uploading[] = $state.raw([]);
  /** What was asked already: the next press sends. */
  asked: Question[] = $state.raw([]);
  blocked: Obstacle | null = $state.raw(null);
  /** The refusal of what came back. */
  problem: Problem | null = $state.raw(null);
  /** A canned reply's actions are not wanted. */
  noActions = $state(false);
  /** It leaves by itself when the last file is there. */
  waiting: (() => void) | null = $state.raw(null);
  /** The newest message when the writing began. */
  #began: string | null = $state(null);
  #turn = 0;

  constructor(conversation: string) {
    this.conversation = conversation;
    for (const { args } of sending(conversation)) if (args.body.draft) this.#draft(args.body.kind ?? 'reply').leave(); // a past page's
  }

  #draft(kind: Mode): Draft {
    return this.first ? draft('new', 'new') : draft(this.conversation, kind);
  }

  /** A first message: there is no conversation yet. */
  get first(): boolean {
    return this.conversation === NEW;
  }

  get draft(): Draft {
    return this.#draft(this.mode);
  }

  get note(): boolean {
    return this.mode === 'note';
  }

  get messages(): readonly Message[] {
    return threads.peek(this.conversation)?.messages ?? [];
  }

  get fields(): DraftFields {
    return this.draft.fields;
  }

  get channelName(): string {
    return this.fields.channel ?? (this.first ? usualStart()?.name : conversations.get(this.conversation)?.channel) ?? '';
  }

  get channel(): Channel | undefined {
    return session.channel(this.channelName);
  }

  get features(): Features {
    return featuresOf(this.way, this.channel);
  }

  get refused(): Refused | null {
    if (this.way) return this.way.refused ?? null;
    const contact = conversations.get(this.conversation)?.contact;
    const found = refused(this.channel, this.messages, contact ? contacts.get(contact.id) : undefined, Date.now());
    return found && { ...found, detail: '' };
  }

  /** To whom it goes by itself. */
  get usual(): Recipients {
    if (this.way) return { to: this.way.to, cc: this.features.cc ? this.way.cc : [] };
    const ours = session.channels.flatMap((one) => one.addresses);
    const found = replyAll(this.messages, this.channelName, ours, newcomers(this.messages));
    return this.features.cc ? found : { to: found.to.slice(0, 1), cc: [] };
  }

  get to(): string[] {
    return this.fields.to ?? this.usual.to.map(typed);
  }

  get cc(): string[] {
    return this.fields.cc ?? this.usual.cc.map(typed);
  }

  get bcc(): string[] {
    return this.fields.bcc ?? [];
  }

  get from(): Who | undefined {
    const own = this.channel?.addresses ?? [];
    return own.find((one) => one.value === this.fields.from) ?? this.way?.from ?? own[0];
  }

  get length(): Length {
    return length(this.draft.text, this.features);
  }

  get files(): number {
    return (this.fields.attachments?.length ?? 0) + this.pending.length;
  }

  get empty(): boolean {
    return !this.draft.text.trim() && this.files === 0;
  }

  /** What others said since I began. */
  get raced(): Message[] {
    const began = this.#began;
    if (began === null || this.empty) return [];
    const later = (one: Message) => one.id.length > began.length || (one.id.length === began.length && one.id > began);
    return this.messages.filter((one) => later(one) && one.kind === 'message' && !(one.author.kind === 'agent' && one.author.id === session.me.id));
  }

  /** I have seen what came. */
  seen(): void {
    this.#began = this.newest;
  }

  get newest(): string | null {
    return this.messages.findLast((one) => one.kind !== 'event')?.id ?? null;
  }

  set(text: string, fields: DraftFields = this.fields): void {
    if (this.#began === null || this.empty) this.#began = this.newest;
    this.asked = [];
    this.blocked = null;
    this.draft.set(text, fields);
  }

  change(fields: Partial<DraftFields>): void {
    this.set(this.draft.text, { ...this.fields, ...fields });
  }

  choose(options: Record<string, unknown>): void {
    this.options = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== '' && value !== false));
    void this.find();
  }

  goBy(channel: string): void {
    const own = channel === conversations.get(this.conversation)?.channel;
    this.change({ channel: own ? undefined : channel, from: undefined, to: undefined, cc: undefined, bcc: undefined });
    this.options = {};
    this.way = null;
    void this.find();
  }

  /** Asks the server for the way; what it does not answer leaves what the page knows. */
  async find(): Promise<void> {
    if (this.first) return; // nobody to ask about yet
    const turn = ++this.#turn;
    this.finding += 1;
    try {
      const way = await ask(this.conversation, this.fields.channel, this.fields.from, this.options);
      if (turn === this.#turn) this.way = way;
    } catch (error) {
      if (!(error instanceof Error)) throw error; // a refusal or no network: the server is asked again at the sending
      if (turn === this.#turn) this.way = null;
    } finally {
      this.finding -= 1;
      if (!this.unsure && !this.pending.length) this.#go();
    }
  }

  /** The server is being asked to whom it goes, and the page cannot tell by itself: whoever presses Send meanwhile is not wrong. */
  get unsure(): boolean {
    return this.finding > 0 && !this.note && !this.to.length;
  }

  /** One begins: the way is asked for, once. */
  begin(): void {
    if (!this.way && !this.note && !this.first) void this.find();
  }

  add(files: File[]): void {
    const mode = this.mode;
    const done = (upload: { id: string; name: string; media_type: string; size: number }, from: Uploading) => {
      this.pending = this.pending.filter((one) => one !== from);
      const target = this.#draft(mode);
      target.set(target.text, { ...target.fields, attachments: [...target.fields.attachments ?? [], upload] });
      if (!this.pending.length) this.#go();
    };
    this.blocked = null;
    this.asked = [];
    for (const file of files) this.pending = [...this.pending, new Uploading(file, this.#refusal(file), done)];
  }

  /** Why this file cannot go there; empty: it can. */
  #refusal(file: File): string {
    if (file.size > MOST) return t('composer-file-large', { most: formatSize(MOST) });
    const fault = this.fault([{ media_type: file.type || 'application/octet-stream', size: file.size }]);
    return fault ? faultText(fault.fault, this.features, this.channelName) : '';
  }

  remove(id: string): void {
    const going = this.pending.find((one) => one.id === id);
    going?.cancel();
    this.pending = this.pending.filter((one) => one.id !== id);
    if (!going) this.change({ attachments: this.fields.attachments?.filter((one) => one.id !== id) });
    else if (!this.pending.length) this.#go();
  }

  #go(): void {
    const go = this.waiting;
    this.waiting = null;
    go?.();
  }

  /** Files that the service would refuse; null: it takes them. */
  fault(files: { media_type: string; size: number }[]): ReturnType<typeof mediaFault> {
    return this.note ? null : mediaFault([...this.fields.attachments ?? [], ...this.pending.filter((one) => !one.refused).map((one) => ({ media_type: one.type, size: one.size })), ...files], this.features);
  }

  /** What must be mended before it can leave. */
  block(): Obstacle | null {
    const { text } = this.draft;
    const template = this.features.window_options.some((name) => this.options[name]);
    const gaps = unresolved(text);
    if (gaps.length) return { why: 'variables', what: gaps[0]?.variable };
    if (this.note) return this.empty ? { why: 'empty' } : null;
    if (this.refused && !template) return { why: 'refused', what: this.refused.code };
    if (this.empty && !template) return { why: 'empty' };
    if (!this.to.length) return { why: 'nobody' };
    if (this.length.over) return { why: 'long' };
    if (this.fault([])) return { why: 'files' };
    return this.pending.some((one) => one.state === 'failed') ? { why: 'upload' } : null;
  }

  /** What a second press answers. */
  questions(): Question[] {
    if (this.note) return [];
    const { guards } = settings;
    const { text } = this.draft;
    const template = this.features.window_options.some((name) => this.options[name]);
    const found: Question[] = [];
    if (this.raced.some((one) => one.direction === 'out') || this.problem?.code === 'newer_messages') found.push({ guard: 'raced' });
    if (guards.empty && !template && saysNothing(text, this.files)) found.push({ guard: 'empty' });
    if (guards.attachment && forgotFile(text, this.files)) found.push({ guard: 'attachment' });
    const contactId = conversations.get(this.conversation)?.contact?.id;
    const contact = contactId ? contacts.get(contactId) : undefined;
    const last = this.messages.filter((one) => one.direction === 'in').slice(-3).map((one) => ownWords(one.text)).join('\n');
    const other = guards.language ? otherLanguage(text, last, contact?.language) : null;
    if (other) found.push({ guard: 'language', ...other });
    const night = guards.hours && chatLike(this.features) ? nightThere(new Date(), contact?.time_zone) : null;
    if (night) found.push({ guard: 'hours', ...night });
    return found;
  }

  /** The body of the call. `hold`: seconds that the server waits, so that it can be taken back. */
  body(hold: number, text = this.draft.text): NewMessage {
    const { fields, note } = this;
    const attachments = fields.attachments?.map((one) => one.id) ?? [];
    const common: NewMessage = { kind: note ? 'note' : 'reply', text: text.trim(), attachments, draft: true, format: note || this.features.html ? 'markdown' : 'text' };
    if (fields.canned) common.canned = fields.canned;
    if (note) {
      const named = mentioned(text, session.colleagues());
      return named.length ? { ...common, mentions: named } : common;
    }
    const flat = (list: string[]) => list.flatMap(parts);
    return {
      ...common,
      ...(fields.channel ? { channel: fields.channel } : {}),
      ...(fields.from ? { from: fields.from } : {}),
      ...(fields.to ? { to: flat(fields.to) } : {}),
      ...(fields.cc || fields.to ? { cc: this.features.cc ? flat(this.cc) : undefined } : {}),
      ...(this.bcc.length ? { bcc: flat(this.bcc) } : {}),
      ...(Object.keys(this.options).length ? { options: this.options } : {}),
      ...(hold ? { send_at: serverTime(hold).toISOString() } : {}),
      ...(this.newest ? { expected_last_message: this.newest } : {}),
    };
  }

  /** The body of a first message. */
  opening(hold: number): Partial<Schemas['NewConversation']> {
    const { fields, features } = this;
    const flat = (list: string[]) => list.flatMap(parts);
    return {
      channel: this.channelName, to: flat(this.to), text: this.draft.text.trim(), attachments: fields.attachments?.map((one) => one.id) ?? [], draft: true,
      format: features.html ? 'markdown' : 'text',
      ...(features.subject ? { subject: fields.subject ?? '' } : {}),
      ...(features.cc && this.cc.length ? { cc: flat(this.cc) } : {}),
      ...(features.cc && this.bcc.length ? { bcc: flat(this.bcc) } : {}),
      ...(fields.from ? { from: fields.from } : {}),
      ...(fields.canned ? { canned: fields.canned } : {}),
      ...(Object.keys(this.options).length ? { options: this.options } : {}),
      ...(hold ? { send_at: serverTime(hold).toISOString() } : {}),
    };
  }

  /** Seconds in which it can be taken back. */
  get hold(): number {
    return this.note || chatLike(this.features) ? 0 : settings.undo_seconds;
  }

  /** It is on its way. */
  left(): void {
    this.draft.leave();
    this.pending = [];
    this.asked = [];
    this.blocked = null;
    this.problem = null;
    this.options = {};
    this.noActions = false;
    this.#began = null;
  }
}

const known = new Map<string, Writing>();

/** What is being written in a conversation; it lives as long as the page. */
export function writingIn(conversation: string): Writing {
  let one = known.get(conversation);
  if (!one) known.set(conversation, one = new Writing(conversation));
  return one;
}
