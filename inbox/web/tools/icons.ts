/** `virtual:icons`: the address of one SVG sprite with the icons that `src/ui/icons.ts` names, taken from lucide-static. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ID = 'virtual:icons';
const DEV = '/@icons.svg';
const names = fileURLToPath(new URL('../src/ui/icons.ts', import.meta.url));
const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');

function symbol(name: string): string {
  const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.replace(/\s*\n\s*/g, '');
  if (!inner) throw new Error(`lucide-static has no drawing in ${name}.svg`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

function sprite(): string {
  const wanted = [...readFileSync(names, 'utf8').matchAll(/^ {2}'([a-z0-9-]+)',$/gm)].map((found) => found[1] ?? '');
  return `<svg xmlns="http://www.w3.org/2000/svg">${wanted.map(symbol).join('')}</svg>`;
}

export function icons(): Plugin {
  let dev = false;
  return {
    name: 'inbox-icons',
    configResolved: (config) => { dev = config.command === 'serve'; },
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      this.addWatchFile(names);
      if (dev) return `export default ${JSON.stringify(DEV)}`;
      const file = this.emitFile({ type: 'asset', name: 'icons.svg', source: sprite() });
      return `export default import.meta.ROLLUP_FILE_URL_${file}`;
    },
    configureServer(server) {
      server.middlewares.use(DEV, (_, answer) => {
        answer.setHeader('Content-Type', 'image/svg+xml');
        answer.end(sprite());
      });
    },
  };
}
