/**
 * Checks the words: every key that the code uses is in English, no key is there that nobody uses (the widgets' own stock aside), and each language has English's
 * keys with English's variables. Keys that are put together (`t(`queue-view-${view}`)`) count by their beginning.
 * Exits 1 and names each fault. Missing translations are told and allowed: the build fills them in with English.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { entries } from '../tools/ftl.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const faults = [];
const KEY = /^[a-z]+(-[a-z0-9_]+)+$/;

function files(folder, ends) {
  return readdirSync(folder, { recursive: true }).filter((name) => ends.some((end) => name.endsWith(end))).map((name) => join(folder, name));
}

function strings(language) {
  const found = new Map();
  for (const name of readdirSync(join(root, 'i18n', language)).filter((one) => one.endsWith('.ftl'))) {
    const room = name.slice(0, -4);
    for (const { id, source } of entries(readFileSync(join(root, 'i18n', language, name), 'utf8'))) {
      if (found.has(id)) faults.push(`${language}/${name}: ${id} stands there twice`);
      if (language === 'en' && !id.startsWith(`${room}-`) && !id.startsWith('action-')) faults.push(`en/${name}: ${id} must begin with ${room}- (or action-)`);
      found.set(id, source);
    }
  }
  return found;
}

const variables = (source) => [...new Set([...source.matchAll(/\$(\w+)/g)].map((match) => match[1]))].sort().join();

const english = strings('en');
const rooms = new Set(readdirSync(join(root, 'i18n', 'en')).map((name) => name.slice(0, -4)).concat('action'));
const used = new Set();
const beginnings = new Set(['action-']); // an action's label is made of its id
for (const file of files(root, ['.svelte', '.ts'])) {
  if (file.endsWith('.gen.ts')) continue;
  const code = readFileSync(file, 'utf8');
  for (const [, key] of code.matchAll(/['"`]([a-z]+(?:-[a-zA-Z0-9_]+)+)['"`]/g)) if (rooms.has(key.split('-')[0]) && KEY.test(key)) used.add(key);
  for (const [, start] of code.matchAll(/`([a-z]+-[a-z0-9_-]*)\$\{/g)) if (rooms.has(start.split('-')[0])) beginnings.add(start);
  for (const [, key] of code.matchAll(/\bt\(\s*['"`]([^'"`$]+)['"`]/g)) if (!english.has(key)) faults.push(`${file.slice(root.length + 1)}: ${key} is not in en/`);
  for (const [, id] of code.matchAll(/\bid: '([a-z]+\.[a-z_.]+)', group:/g)) {
    const key = `action-${id.replaceAll('.', '-').replaceAll('_', '-')}`;
    if (!english.has(key)) faults.push(`${file.slice(root.length + 1)}: the action ${id} needs ${key}`);
  }
}
for (const id of english.keys()) {
  if (!used.has(id) && !id.startsWith('ui-') && ![...beginnings].some((start) => id.startsWith(start))) faults.push(`en: nobody uses ${id}`);
}

for (const language of readdirSync(join(root, 'i18n'), { withFileTypes: true }).filter((one) => one.isDirectory() && one.name !== 'en').map((one) => one.name)) {
  const there = strings(language);
  const dates = [...there.keys()].some((id) => id.startsWith('dates-')); // only what a browser has no patterns for needs them
  const missing = [...english.keys()].filter((id) => !there.has(id) && (dates || !id.startsWith('dates-')));
  if (missing.length) console.log(`${language}: ${missing.length} of ${english.size} strings are not translated: ${missing.slice(0, 5).join(', ')} …`);
  for (const [id, source] of there) {
    const other = english.get(id);
    if (other === undefined) faults.push(`${language}: ${id} is not in English`);
    else if (variables(source) !== variables(other)) faults.push(`${language}: ${id} has other variables than English`);
  }
}

faults.forEach((fault) => console.error(fault));
console.log(`${english.size} strings, ${used.size} keys used, ${faults.length} faults`);
process.exit(faults.length ? 1 : 0);
