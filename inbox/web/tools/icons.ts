/** `virtual:icons`: the drawings that `src/ui/icons.ts` names, taken from lucide-static, each as the data of one path: name → `d`. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const ID = 'virtual:icons';
const names = fileURLToPath(new URL('../src/ui/icons.ts', import.meta.url));
const folder = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');

/** Drawn by ourselves: what lucide has not. */
const OWN: Record<string, string> = {
  'service-x': 'M4 4h4.5L20 20h-4.5zM19.5 4l-6.2 6.8M10.4 13.4L4.4 20',
};

type Shape = (of: (name: string) => string, number: (name: string) => number) => string;

const arc = (rx: number, ry: number, x: number, y: number) => `a${rx} ${ry} 0 0 1 ${x} ${y}`;
const shapes: Record<string, Shape> = {
  // a relative start would count from where the part before it ends
  path: (of) => of('d').replace(/^m\s*(-?\d*\.?\d+)[\s,]*(-?\d*\.?\d+)(?=([\s,]*[-\d.])?)/, (_, x: string, y: string, more?: string) => `M${x} ${y}${more ? 'l' : ''}`),
  line: (of) => `M${of('x1')} ${of('y1')}L${of('x2')} ${of('y2')}`,
  polyline: (of) => `M${of('points')}`,
  circle: (_, number) => {
    const r = number('r');
    return `M${number('cx') - r} ${number('cy')}${arc(r, r, r * 2, 0)}${arc(r, r, -r * 2, 0)}`;
  },
  rect: (_, number) => {
    const [width, height, rx] = [number('width'), number('height'), number('rx')];
    const ry = number('ry') || rx;
    return `M${number('x') + rx} ${number('y')}h${width - 2 * rx}${arc(rx, ry, rx, ry)}v${height - 2 * ry}${arc(rx, ry, -rx, ry)}h${2 * rx - width}${arc(rx, ry, -rx, -ry)}v${2 * ry - height}${arc(rx, ry, rx, -ry)}`;
  },
};

/** All shapes of an icon as one path; what lucide fills are dots, and a line draws them too. */
export function drawing(svg: string): string {
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1] ?? '';
  return [...inner.matchAll(/<([a-z]+)([^>]*)>/g)].map(([, tag = '', attributes = '']) => {
    const given = new Map([...attributes.matchAll(/([a-z\d]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
    const shape = shapes[tag];
    if (!shape) throw new Error(`cannot draw <${tag}${attributes}> as a line`);
    return shape((name) => given.get(name) ?? '0', (name) => Number(given.get(name) ?? 0));
  }).join('');
}

function drawings(): Record<string, string> {
  const wanted = [...readFileSync(names, 'utf8').matchAll(/^ {2}'([a-z0-9-]+)',$/gm)].map((found) => found[1] ?? '');
  return Object.fromEntries(wanted.map((name) => [name, OWN[name] ?? drawing(readFileSync(join(folder, `${name}.svg`), 'utf8'))]));
}

export function icons(): Plugin {
  return {
    name: 'inbox-icons',
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      this.addWatchFile(names);
      return `export default ${JSON.stringify(drawings())}`;
    },
  };
}
