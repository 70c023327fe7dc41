/**
 * `virtual:actions`: the actions that any room registers, read off the sources, for the settings: there one changes the keys of
 * rooms that are not on the screen. It knows the one way in which they are written: `{ id: '…', group: '…', keys: […]`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ID = 'virtual:actions';
const root = fileURLToPath(new URL('../src', import.meta.url));
const WRITTEN = /\bid: '([a-z]+\.[a-z_.]+)', group: '([a-z]+)'(?:, keys: \[([^\n]*?)\](?=[,\s]))?/g;

export interface Found {
  id: string;
  group: string;
  keys: string[];
}

/** What a source registers. */
export function actionsIn(code: string): Found[] {
  return [...code.matchAll(WRITTEN)].map(([, id = '', group = '', keys = '']) => ({
    id, group, keys: [...keys.matchAll(/'([^']*)'/g)].map(([, key = '']) => key),
  }));
}

function files(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(svelte|ts)$/.test(name) && !name.endsWith('.gen.ts'))
    .sort().map((name) => join(root, name));
}

export function actions(): Plugin {
  return {
    name: 'inbox-actions',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const found = new Map<string, Found>();
      for (const file of files()) {
        const here = actionsIn(readFileSync(file, 'utf8'));
        if (here.length) this.addWatchFile(file);
        for (const one of here) if (!found.has(one.id)) found.set(one.id, one);
      }
      return `export default ${JSON.stringify([...found.values()])}`;
    },
  };
}
