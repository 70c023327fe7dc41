import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { actions } from './tools/actions.ts';
import { icons } from './tools/icons.ts';
import { locales } from './tools/locales.ts';

const server = process.env.INBOX_URL ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/login', '/logout', '/forgot', '/reset', '/invite'];

/** Who takes one widget from the list of all takes that one alone: the others stay out of the chunk. */
const widgets: Plugin = {
  name: 'inbox-widgets',
  transform: (code, id) => (id.endsWith('/src/ui/index.ts') ? { code, map: null, moduleSideEffects: false } : undefined),
};

export default defineConfig({
  plugins: [svelte(), actions(), icons(), locales(), widgets],
  resolve: { alias: { $: fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: 'assets/manifest.json',
  },
  server: {
    proxy: Object.fromEntries(proxied.map((path) => [path, { target: server, ws: path === '/api', changeOrigin: true }])),
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
