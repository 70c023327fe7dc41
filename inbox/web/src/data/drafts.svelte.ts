/**
 * Drafts: typed here, kept in localStorage at once and on the server half a second later, one per conversation and kind. A newer
 * one from elsewhere never overwrites what was typed: both are shown (`theirs`) and a person chooses.
 */
import { api, at, Offline, Problem } from './api';
import { forget, keep, kept } from './keeping';
import { live } from './live.svelte';
import { session } from './session.svelte';
import type { DraftFields, DraftKind, DraftRow, Page } from './types';
import { backoff } from './waits';

const QUIET = 500;
const MOST_OFTEN = 1000;

interface Copy {
  text: string;
  fields: DraftFields;
  /** The server's version that this was typed upon; 0: there was none. */
  version: number;
}

function copyOf(row: DraftRow): Copy {
  const { attachments: _ids, ...fields } = row.fields;
  return { text: row.text, version: row.version, fields: row.files.length ? { ...fields, attachments: row.files } : fields };
}
function rowOf(fields: DraftFields): DraftRow['fields'] {
  const { attachments, ...more } = fields;
  return attachments ? { ...more, attachments: attachments.map((one) => one.id) } : more;
}

export type DraftState = 'clean' | 'dirty' | 'saving' | 'saved' | 'kept';

export class Draft {
  readonly conversation: string;
  readonly kind: DraftKind;
  text = $state('');
  fields: DraftFields = $state.raw({});
  /** kept: only here, until the server answers again. */
  state: DraftState = $state('clean');
  /** What was saved elsewhere meanwhile; choose with `takeTheirs` or `keepMine`. */
  theirs: Copy | null = $state.raw(null);
  loaded = $state(false);
  #version = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #savedAt = 0;
  #tries = 0;
  #turn = 0;
  /** How many of it are on their way. */
  #out = 0;
  #saving: Promise<void> | null = null;

  constructor(conversation: string, kind: DraftKind) {
    this.conversation = conversation;
    this.kind = kind;
    const mine = kept<Copy>(this.#name);
    if (mine) this.#take(mine, 'kept');
  }

  get empty(): boolean {
    return !this.text && !this.fields.attachments?.length;
  }

  /** Call it at each change; the rest happens by itself. */
  set(text: string, fields: DraftFields = this.fields): void {
    if (text === this.text && fields === this.fields) return;
    this.text = text;
    this.fields = fields;
    this.state = 'dirty';
    this.#keep();
    this.#plan(Math.max(QUIET, this.#savedAt + MOST_OFTEN - Date.now()));
  }

  /** Saves now; `leaving`: by a call that outlives the page. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    if (this.theirs || (this.state !== 'dirty' && this.state !== 'kept')) return;
    if (this.#saving && !leaving) await this.#saving;
    if (this.state === 'dirty' || this.state === 'kept') {
      this.#saving = this.#save(leaving).finally(() => { this.#saving = null; });
      await this.#saving;
    }
  }

  /** What was written is sent, or not wanted any more. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    const known = this.#version > 0;
    this.#turn += 1;
    await this.#saving;
    this.#take({ text: '', fields: {}, version: 0 }, 'clean');
    this.theirs = null;
    forget(this.#name);
    if (!known && this.#version === 0 && !this.loaded) return;
    try {
      await api.delete(this.#path);
    } catch (error) {
      if (error instanceof Offline || (error instanceof Problem && (error.status === 404 || error.passing))) return; // none there, or it shows again
      throw error;
    }
  }

  /** What was written is on its way, and the server's draft goes with it: the field is free for what comes next. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#out += 1;
    this.theirs = null;
    this.#take({ text: '', fields: {}, version: this.#version }, 'clean');
    forget(this.#name);
  }

  /** It arrived. */
  arrived(): void {
    this.#out = Math.max(0, this.#out - 1);
    this.#version = 0;
    if (!this.empty) this.set(this.text, { ...this.fields });
  }

  /** It did not, or was taken back: the words are here again, before those that were written since. */
  back(text: string, fields: DraftFields): void {
    this.#out = Math.max(0, this.#out - 1);
    const files = [...fields.attachments ?? [], ...this.fields.attachments ?? []];
    this.set([text, this.text].filter(Boolean).join('\n\n'), { ...this.fields, ...fields, ...(files.length ? { attachments: files } : {}) });
  }

  takeTheirs(): void {
    if (!this.theirs) return;
    this.#take(this.theirs, 'saved');
    this.theirs = null;
    forget(this.#name);
  }

  keepMine(): void {
    if (!this.theirs) return;
    this.#version = this.theirs.version;
    this.theirs = null;
    this.state = 'dirty';
    this.#keep();
    void this.flush();
  }

  /** What the server has now. */
  async load(): Promise<void> {
    const turn = this.#turn;
    let row: DraftRow | null = null;
    try {
      row = await asked(`${this.conversation}/${this.kind}`, this.#path);
    } catch (error) {
      if (error instanceof Offline || (error instanceof Problem && error.passing)) return;
      if (!(error instanceof Problem) || error.status !== 404) throw error;
    }
    if (turn !== this.#turn) return;
    this.loaded = true;
    this.meet(row && copyOf(row));
  }

  /** It is at `version` now (null: gone), says an event: often the echo of one's own saving. */
  heard(version: number | null): void {
    if (version === null) this.meet(null);
    else if (version > this.#version && (this.state === 'clean' || this.state === 'saved')) void this.load();
  }

  /** The server's row meets what is here: the newer one wins unless both changed. */
  meet(row: Copy | null): void {
    if (this.#out) { // the server still has, or has just lost, what is on its way
      if (!row) this.#version = 0;
      return;
    }
    const unsaved = this.state !== 'clean' && this.state !== 'saved';
    if (!unsaved) {
      if (row && row.version >= this.#version) this.#take(row, 'saved');
      else if (!row && this.#version > 0) this.#take({ text: '', fields: {}, version: 0 }, 'clean');
    } else if (row && row.version > this.#version && row.text !== this.text) {
      this.theirs = { text: row.text, fields: row.fields, version: row.version };
    } else {
      this.#version = row?.version ?? 0;
      this.#plan(QUIET);
    }
  }

  get #name(): string {
    return `draft.${session.me.id}.${this.conversation}.${this.kind}`;
  }

  get #path(): string {
    return at`/drafts/${this.conversation}/${this.kind}`;
  }

  #take(copy: Copy, state: DraftState): void {
    this.text = copy.text;
    this.fields = copy.fields;
    this.#version = copy.version;
    this.state = state;
  }

  #keep(): void {
    keep(this.#name, { text: this.text, fields: this.fields, version: this.#version } satisfies Copy);
  }

  #plan(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), wait);
  }

  /** A draft without a word is none: neither list nor colleague has to look at it. */
  async #remove(leaving: boolean): Promise<{ version: number }> {
    if (this.#version > 0) await api.delete(this.#path, { query: { version: this.#version }, keepalive: leaving });
    return { version: 0 };
  }

  async #save(leaving: boolean): Promise<void> {
    const [text, fields, turn] = [this.text, this.fields, this.#turn];
    this.state = 'saving';
    try {
      const row = this.empty ? await this.#remove(leaving) : await api.put<DraftRow>(this.#path, { text, fields: rowOf(fields), version: this.#version }, { keepalive: leaving });
      if (turn !== this.#turn) return;
      this.#version = row.version;
      this.#savedAt = Date.now();
      this.#tries = 0;
      const more = this.text !== text || this.fields !== fields;
      this.state = more ? 'dirty' : 'saved';
      if (more) this.#keep();
      else forget(this.#name);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.state = 'kept';
      if (error instanceof Problem && error.code === 'draft_changed') this.meet(copyOf(error.body.draft as DraftRow));
      else if (error instanceof Offline || (error instanceof Problem && error.passing)) this.#plan(backoff(this.#tries++) * 1000);
      else throw error;
    }
  }
}

const open = new Map<string, Draft>();
/** All that the server has of this agent's, asked for once; null: there is one, but newer than what was read. */
let known: Promise<Map<string, DraftRow | null>> | null = null;

async function all(): Promise<Map<string, DraftRow | null>> {
  const found = new Map<string, DraftRow | null>();
  let cursor: string | null = null;
  do {
    const page: Page<DraftRow> = await api.get<Page<DraftRow>>('/drafts', { limit: 200, cursor });
    for (const row of page.items) found.set(`${row.conversation ?? 'new'}/${row.kind}`, row);
    cursor = page.next;
  } while (cursor);
  return found;
}

/** The server's row; most conversations have none, and need no call to say so. */
async function asked(name: string, path: string): Promise<DraftRow | null> {
  known ??= all();
  try {
    const row = (await known).get(name);
    return row === null ? await api.get<DraftRow>(path) : row ?? null;
  } catch (error) {
    known = null;
    throw error;
  }
}

/** The draft of a conversation (`new`: of a first message), kept fresh by events. */
export function draft(conversation: string, kind: DraftKind): Draft {
  const name = `${conversation}/${kind}`;
  let one = open.get(name);
  if (!one) {
    one = new Draft(conversation, kind);
    open.set(name, one);
    void one.load();
  }
  return one;
}

live.hear((frame) => {
  if (frame.type === 'resync') known = null;
  if (frame.type !== 'event' || frame.kind !== 'draft.updated') return;
  const [name, version] = [`${frame.conversation ?? 'new'}/${String(frame.data.kind)}`, frame.data.version as number | null];
  void known?.then((rows) => (version === null ? rows.delete(name) : rows.set(name, null)), () => undefined); // who asks hears of the failure
  open.get(name)?.heard(version);
});

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) for (const one of open.values()) void one.flush(true);
  });
}
