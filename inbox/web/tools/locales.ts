/**
 * `virtual:locales`: for each folder of `src/i18n` its rooms' strings as lazy chunks, `{en: {core: () => import(…), admin: …}}`.
 * What a language lacks is filled in with English when it is built, so that the page never loads a second language.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { merged, pseudo } from './ftl.ts';

const LIST = 'virtual:locales';
const PART = 'virtual:strings/';
const root = fileURLToPath(new URL('../src/i18n', import.meta.url));
export const PSEUDO = 'en-XA';
/** Rooms whose strings load with the room; all others are needed for the first paint. */
const LAZY = ['admin', 'connector', 'dates', 'reports', 'settings'];

export function languages(): string[] {
  return readdirSync(root, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name).sort();
}

function files(language: string, part: string): string[] {
  return readdirSync(join(root, language)).filter((name) => name.endsWith('.ftl'))
    .filter((name) => (LAZY.includes(name.slice(0, -4)) ? name.slice(0, -4) : 'core') === part)
    .sort().map((name) => join(root, language, name));
}

function source(language: string, part: string): string {
  const english = files('en', part).map((file) => readFileSync(file, 'utf8')).join('\n');
  if (language === PSEUDO) return pseudo(english);
  if (!existsSync(join(root, language))) return english;
  return merged(files(language, part).map((file) => readFileSync(file, 'utf8')).join('\n'), english);
}

export function locales(): Plugin {
  return {
    name: 'inbox-locales',
    resolveId: (id) => (id === LIST || id.startsWith(PART) ? `\0${id}` : undefined),
    load(id) {
      if (id === `\0${LIST}`) {
        const parts = ['core', ...LAZY];
        const one = (language: string) => parts
          .map((part) => `${part}: () => import(${JSON.stringify(`${PART}${language}/${part}`)})`).join(', ');
        return `export default {${[...languages(), PSEUDO].map((name) => `${JSON.stringify(name)}: {${one(name)}}`).join(',\n')}}`;
      }
      if (!id.startsWith(`\0${PART}`)) return undefined;
      const [language = 'en', part = 'core'] = id.slice(PART.length + 1).split('/');
      for (const name of ['en', language]) {
        if (existsSync(join(root, name))) files(name, part).forEach((file) => this.addWatchFile(file));
      }
      return `export default ${JSON.stringify(source(language, part))}`;
    },
  };
}
