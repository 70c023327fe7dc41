/**
 * What the built page weighs, gzipped, beside the budgets of docs/page.md: what comes before the first paint, and each part that comes
 * later (with what it brings along). `--json` for programs. Exits 1 where a part is beyond its limit; beyond its target it is told.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGETS = { js: [90, 120], css: [12, 20], lazy: [40, 60] }; // KB: target, limit
const dist = join(dirname(fileURLToPath(import.meta.url)), '..', process.env.INBOX_WEB_DIST ?? 'dist');
const manifest = JSON.parse(readFileSync(join(dist, 'assets', 'manifest.json'), 'utf8'));
const weights = new Map();

function weight(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1024);
  return weights.get(file);
}

/** A chunk and all that it imports. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  manifest[key].imports?.forEach((one) => closure(one, seen));
  return seen;
}

const filesOf = (chunks) => new Set([...chunks].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]));

const total = (files, ending) => [...files].filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + weight(file), 0);
const keys = Object.keys(manifest);
const strings = (key) => key.startsWith('virtual:strings/');
const spoken = keys.filter((key) => strings(key) && key.endsWith('/core') && !key.includes('en-XA')); // a page speaks one language at a time

const first = new Set(keys.filter((key) => manifest[key].isEntry).flatMap((key) => [...closure(key)]));
const late = keys.filter((key) => manifest[key].isDynamicEntry);

/** Who asks for a late part: other late parts, and `null` for what is there from the beginning. */
const asks = (chunks, key) => [...chunks].some((one) => manifest[one].dynamicImports?.includes(key));
const closures = new Map(late.map((key) => [key, closure(key)]));
const askers = new Map(late.map((key) => [key, [...(asks(first, key) ? [null] : []), ...late.filter((one) => one !== key && asks(closures.get(one), key))]]));

/** For each late part what is there before it comes, whichever way one came: of everything, taken away until nothing more changes. */
const before = new Map(late.map((key) => [key, new Set(keys)]));
for (let changed = true; changed;) {
  changed = false;
  for (const key of late) {
    const ways = askers.get(key).map((one) => (one === null ? first : new Set([...closures.get(one), ...before.get(one)])));
    const there = ways.length ? [...ways[0]].filter((one) => ways.every((way) => way.has(one))) : [...first];
    if (there.length !== before.get(key).size) {
      before.set(key, new Set(there));
      changed = true;
    }
  }
}

const words = spoken.map((key) => [key.split('/')[1], weight(manifest[key].file)]).sort((a, b) => b[1] - a[1])[0];
const rows = [
  { what: `before the first paint, JS (with the words of ${words[0]})`, kb: total(filesOf(first), '.js') + words[1], budget: BUDGETS.js },
  { what: 'before the first paint, CSS', kb: total(filesOf(first), '.css'), budget: BUDGETS.css },
];
for (const key of late.filter((one) => !spoken.includes(one) && !one.includes('en-XA'))) {
  const files = filesOf([...closures.get(key)].filter((one) => !before.get(key).has(one)));
  rows.push({ what: key.replace(/^src\/|^virtual:/, ''), kb: total(files, '.js') + total(files, '.css'), budget: BUDGETS.lazy });
}
const [initial, later] = [rows.slice(0, 2), rows.slice(2).sort((a, b) => b.kb - a.kb)];
const judged = [...initial, ...later].map(({ what, kb, budget: [target, limit] }) => (
  { what, kb: Math.round(kb * 10) / 10, target, limit, verdict: kb > limit ? 'TOO LARGE' : kb > target ? 'beyond the target' : 'fine' }));
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(judged));
} else {
  const told = judged.filter((row, index) => index < 8 || row.verdict !== 'fine');
  for (const row of told) {
    console.log(`${row.kb.toFixed(1).padStart(7)} KB  (target ${row.target}, limit ${row.limit})  ${row.verdict.padEnd(17)}  ${row.what}`);
  }
}
process.exit(judged.some((row) => row.verdict === 'TOO LARGE') ? 1 : 0);
