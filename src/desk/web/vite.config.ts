import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  build: {
    rolldownOptions: { input: [here('index.html'), here('login.html')] },
    outDir: here('../../../dist/desk/web'),
    emptyOutDir: true,
    // Small files inlined as data: addresses would need exceptions in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The outlines of all states, which only the map loads.
    chunkSizeWarningLimit: 900,
  },
});
