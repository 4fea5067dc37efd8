import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where `npm run dev` finds the API. */
const api = process.env['GATEHOUSE_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig(({ command }) => ({
  // Files find each other, and the service says where the first of them are: it may be reached below a path.
  base: command === 'build' ? './' : '/console/',
  plugins: [
    react(),
    {
      // What the service fills in as it serves the page (apps/api/console).
      name: 'filled-in-for-development',
      apply: 'serve',
      transformIndexHtml: (html) =>
        html.replace('%base-path%', '').replace('%style-nonce%', '').replace('%version%', 'development'),
    },
  ],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  server: { port: 5173, proxy: { '/v1': api, '/health': api } },
  build: {
    outDir: 'site',
    emptyOutDir: true,
    // An image as text in a style sheet would need `data:` in the page's policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
}));
