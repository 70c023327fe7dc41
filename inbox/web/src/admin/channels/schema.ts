/**
 * A form from a connector's JSON Schema, as `GET /connectors` gives it: what kind of field each is, where it stands, what is sent.
 * Pure. Values are a tree like the settings themselves; a path is the dotted way to one of them (`imap.host`).
 */

export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: string[];
  format?: string;
  group?: string;
  /** Of a secret: it is ours to choose. */
  made?: boolean;
  nullable?: boolean;
  multiline?: boolean;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
}
export type Values = Record<string, unknown>;
export type Kind = 'object' | 'secret' | 'secrets' | 'switch' | 'number' | 'choice' | 'choices' | 'list' | 'history' | 'long' | 'text';

/** Fields that have a place of their own in the page. */
const ELSEWHERE = new Set(['agents']);
const ORDER = ['', 'login', 'receiving', 'sending', 'advanced'];

export function kindOf(name: string, field: Schema): Kind {
  if (field.format === 'password') return 'secret';
  if (field.type === 'object') return field.properties ? 'object' : 'secrets';
  if (field.type === 'boolean') return 'switch';
  if (field.type === 'integer' || field.type === 'number') return 'number';
  if (field.type === 'array') return field.items?.enum ? 'choices' : 'list';
  if (field.enum) return 'choice';
  if (name === 'initial_sync') return 'history';
  return field.multiline ? 'long' : 'text';
}

/** The fields by the groups that they stand in. */
export function groups(schema: Schema): { group: string; names: string[] }[] {
  const found = new Map<string, string[]>(ORDER.map((group) => [group, []]));
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (ELSEWHERE.has(name)) continue;
    const group = field.group ?? '';
    found.set(group, [...(found.get(group) ?? []), name]);
  }
  const whole = (name: string) => Number(kindOf(name, schema.properties?.[name] ?? {}) !== 'object');
  return [...found].filter(([, names]) => names.length > 0) // in a group the servers come first, then what goes with them
    .map(([group, names]) => ({ group, names: group ? names.toSorted((a, b) => whole(a) - whole(b)) : names }));
}

/** What a form begins with: the defaults, without secrets. An object that may be absent is absent. */
export function blank(schema: Schema): Values {
  const values: Values = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const kind = kindOf(name, field);
    if (kind === 'object') values[name] = field.nullable ? null : blank(field);
    else if (kind === 'list' || kind === 'choices') values[name] = [...(field.default as string[] | undefined ?? [])];
    else if (kind === 'secrets') values[name] = {};
    else if (kind === 'choice') values[name] = field.default ?? field.enum?.[0] ?? '';
    else if (kind !== 'secret') values[name] = field.default ?? (kind === 'switch' ? false : '');
  }
  return values;
}

/** What was set, in a form: what it lacks is the default. */
export function filled(schema: Schema, set: Values): Values {
  const values = blank(schema);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = set[name];
    const kind = kindOf(name, field);
    if (value === undefined || kind === 'secret') continue;
    if (kind === 'object') values[name] = value === null ? null : filled(field, value as Values);
    else if (kind === 'secrets') values[name] = Object.fromEntries(Object.keys(value as Values).map((key) => [key, null]));
    else values[name] = value;
  }
  return values;
}

/**
 * The settings to send. Untouched secrets are left out, so that the old ones stay; empty fields that have a default, too.
 * Spaces around what was pasted are nobody's intention.
 */
export function settings(schema: Schema, values: Values): Values {
  const out: Values = {};
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const value = values[name];
    const kind = kindOf(name, field);
    if (value === undefined) continue;
    if (kind === 'object') {
      if (value !== null) out[name] = settings(field, value as Values);
    } else if (kind === 'list') {
      const lines = (value as string[]).map((line) => line.trim()).filter(Boolean);
      if (lines.length || field.default === undefined || (field.default as string[]).length) out[name] = lines;
    } else if (kind === 'number') {
      if (value !== '' && value !== null) out[name] = Number(value);
    } else if (kind === 'secret' || kind === 'secrets' || kind === 'long' || typeof value !== 'string') {
      if (value !== null) out[name] = value;
    } else if (value.trim() || !(schema.required?.includes(name) ?? false)) {
      out[name] = value.trim();
    }
  }
  return out;
}

/** What is required and empty, by path. A secret that is set already counts as given. */
export function lacking(schema: Schema, values: Values, set: readonly string[] = [], before = ''): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const [path, value] = [before + name, values[name]];
    if (kindOf(name, field) === 'object') return value ? lacking(field, value as Values, set, `${path}.`) : [];
    if (!schema.required?.includes(name) || set.includes(path)) return [];
    const empty = value === undefined || value === null || (typeof value === 'string' && !value.trim())
      || (Array.isArray(value) && !value.some((one: string) => one.trim()));
    return empty ? [path] : [];
  });
}

/** `suggested` laid over the values, except where a person has typed something else (`touched` paths). */
export function suggested(schema: Schema, values: Values, suggestion: Values, touched: ReadonlySet<string>, before = ''): Values {
  const out = { ...values };
  for (const [name, value] of Object.entries(suggestion)) {
    const [field, path] = [schema.properties?.[name], before + name];
    if (!field || touched.has(path)) continue;
    if (kindOf(name, field) !== 'object') out[name] = value;
    else out[name] = suggested(field, (values[name] as Values | null) ?? blank(field), value as Values, touched, `${path}.`);
  }
  return out;
}

/** Whether the settings ask for an authorisation in the browser: something stands in the group `login`. */
export function authorises(schema: Schema, values: Values): boolean {
  return Object.entries(schema.properties ?? {}).some(([name, field]) => {
    if (field.group !== 'login') return false;
    const value = values[name];
    return kindOf(name, field) === 'object' ? value !== null : Boolean(value);
  });
}

/** A name for a channel: what stands before the @ of an address, else its kind; free among `taken`. */
export function channelName(type: string, address: string, taken: readonly string[]): string {
  const part = (address.split('@')[0] ?? '').toLowerCase().normalize('NFKD').replaceAll(/[^a-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  const base = (part || type.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-')).slice(0, 50) || 'channel';
  let [name, n] = [base, 2];
  while (taken.includes(name)) name = `${base}-${n++}`;
  return name;
}

/** Server's errors by the paths of the form: `settings.imap.port` is `imap.port`, `settings.numbers.0` is `numbers`. */
export function errorsOf(errors: { field: string; detail: string; cure?: string }[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, detail, cure } of errors) {
    const path = field.replace(/^settings\./, '').replace(/(\.\d+)+$/, '');
    found[path] = [detail, cure].filter(Boolean).join('. ');
  }
  return found;
}

/** Whether the form has a place for what is said about this path. */
export function hasField(schema: Schema, path: string): boolean {
  const [name = '', ...rest] = path.split('.');
  const field = schema.properties?.[name];
  if (!field || ELSEWHERE.has(name)) return false;
  return rest.length === 0 || !field.properties || hasField(field, rest.join('.'));
}

/** The same tree with another value at a path. */
export function withValue(values: Values, path: string, value: unknown): Values {
  const [name = '', ...rest] = path.split('.');
  if (!rest.length) return { ...values, [name]: value };
  return { ...values, [name]: withValue((values[name] as Values | null) ?? {}, rest.join('.'), value) };
}

const logsIn = (field: Schema | undefined) => Boolean(field?.properties?.username && field.properties.password);

/** Servers that may share a login with one before them: the later one and the earlier one. */
export function twins(schema: Schema, values: Values): Record<string, string> {
  const found: Record<string, string> = {};
  let first = '';
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (!logsIn(field) || !values[name]) continue;
    if (first) found[name] = first;
    else first = name;
  }
  return found;
}

/** Whether two servers look as if they shared a login. */
export function alike(values: Values, one: string, other: string): boolean {
  const user = (name: string) => String((values[name] as Values | null)?.username ?? '').trim();
  return user(one) === user(other);
}

/** The settings with the earlier server's login in those that share it. */
export function withTwins(schema: Schema, values: Values, shared: ReadonlySet<string>): Values {
  const out = { ...values };
  for (const [later, earlier] of Object.entries(twins(schema, values))) {
    if (!shared.has(later)) continue;
    const { username, password } = values[earlier] as Values;
    out[later] = { ...(values[later] as Values), username, password };
  }
  return out;
}
