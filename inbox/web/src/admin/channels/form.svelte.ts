/** What a person has entered into a connector's form, and what is wrong with it. */
import { SvelteSet } from 'svelte/reactivity';
import { alike, blank, filled, lacking, settings, suggested, twins, withTwins, withValue, type Schema, type Values } from './schema';

export class Form {
  values: Values = $state.raw({});
  errors: Record<string, string> = $state.raw({});
  /** Servers that take the login of the one before them. */
  readonly shared = new SvelteSet<string>();
  readonly touched = new SvelteSet<string>();

  /** `set`: what the channel has, and the places of its secrets; null: a new one. */
  constructor(readonly type: string, readonly schema: Schema, set: Values | null = null, readonly secrets: readonly string[] = []) {
    this.values = set ? filled(schema, set) : blank(schema);
    this.#share();
  }

  put = (path: string, value: unknown): void => {
    this.values = withValue(this.values, path, value);
    this.touched.add(path);
    if (path in this.errors) this.errors = Object.fromEntries(Object.entries(this.errors).filter(([name]) => name !== path));
    if (!path.includes('.')) this.#share();
  };

  suggest(found: Values): void {
    this.values = suggested(this.schema, this.values, found, this.touched);
    this.#share();
  }

  /** Says what is lacking at its fields; false when something is. */
  complete(words: string): boolean {
    const paths = lacking(this.schema, withTwins(this.schema, this.values, this.shared), this.secrets);
    this.errors = Object.fromEntries(paths.map((path) => [path, words]));
    return paths.length === 0;
  }

  /** The settings to send. */
  get settings(): Values {
    return settings(this.schema, withTwins(this.schema, this.values, this.shared));
  }

  /** A server that was just turned on shares the login unless a person has given it another. */
  #share(): void {
    for (const [later, earlier] of Object.entries(twins(this.schema, this.values))) {
      const own = this.touched.has(`${later}.username`) || this.touched.has(`${later}.password`) || this.touched.has(`${later}.shared`);
      if (!own && alike(this.values, later, earlier)) this.shared.add(later);
    }
  }

  share(name: string, on: boolean): void {
    this.touched.add(`${name}.shared`);
    if (on) this.shared.add(name);
    else {
      this.shared.delete(name);
      this.values = withValue(withValue(this.values, `${name}.username`, ''), `${name}.password`, undefined);
    }
  }
}
