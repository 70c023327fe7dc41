import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { icons } from './tools/icons';
import { locales } from './tools/locales';

const server = process.env.INBOX_URL ?? 'http://127.0.0.1:8080';
const proxied = ['/api', '/login', '/logout', '/forgot', '/reset', '/invite'];

export default defineConfig({
  plugins: [svelte(), icons(), locales()],
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
