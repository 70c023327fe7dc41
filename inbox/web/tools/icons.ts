/** `virtual:icons`: one SVG sprite with the icons that `src/ui/icons.ts` names, taken from lucide-static. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ID = 'virtual:icons';
const names = fileURLToPath(new URL('../src/ui/icons.ts', import.meta.url));
const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');

function symbol(name: string): string {
  const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.replace(/\s*\n\s*/g, '');
  if (!inner) throw new Error(`lucide-static has no drawing in ${name}.svg`);
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

export function icons(): Plugin {
  return {
    name: 'inbox-icons',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      this.addWatchFile(names);
      const wanted = [...readFileSync(names, 'utf8').matchAll(/^ {2}'([a-z0-9-]+)',$/gm)].map((found) => found[1] ?? '');
      return `export default ${JSON.stringify(wanted.map(symbol).join(''))}`;
    },
  };
}
