// npm run dev: what `npm start` runs, and beside it a server whose pages reload themselves: the console, and the hosted pages
// with their components, both from their source. Everything that runs in the service is compiled once, at the start.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createServer } from 'vite';

const root = path.join(import.meta.dirname, 'apps/console');
const components = path.join(import.meta.dirname, 'libs/elements/index.ts');
const api = `http://127.0.0.1:${process.env.PORT || 3000}`;
process.env.GATEHOUSE_API ??= api;

const PAGES = /^\/(a\/[^/]+\/)?(sign-up|sign-in|activate|reset|account|email-undo)?(\?.*)?$/;
const BUNDLE = /<script type="module" src="[^"]*gatehouse-elements\.js"[^>]*><\/script>/;
const JSON_ONLY = ", { with: { type: 'json' } }";
const scripts = ['/@vite/client', `/@fs${components}`].map(
  (src) => `<script type="module" src="/console${src}"></script>`,
);

/** The service's own pages, without the policy that would refuse scripts of this server. */
const hostedPages = {
  name: 'hosted-pages',
  enforce: 'pre',
  // Vite serves JSON as a script, which browsers refuse where JSON is asked for.
  transform: (code, id) => (id.startsWith(path.dirname(components)) ? code.replaceAll(JSON_ONLY, '') : null),
  configureServer: ({ middlewares }) => {
    middlewares.use(async ({ url, method, headers }, response, next) => {
      if (method !== 'GET' || !PAGES.test(url)) return next();
      const wished = { 'Accept-Language': headers['accept-language'] ?? 'en' };
      const page = await fetch(new URL(url, process.env.GATEHOUSE_API), { headers: wished }).catch(() => null);
      response.writeHead(page?.status ?? 503, { 'Content-Type': 'text/html; charset=utf-8' });
      const html = page === null ? 'The service is not ready yet.' : await page.text();
      const here = `$& base-url="http://${headers.host}"`;
      response.end(html.replace(BUNDLE, scripts.join('')).replace(/<gatehouse-[a-z-]+/, here));
    });
  },
};

const service = spawn('npm', ['start'], { stdio: 'inherit' });
const server = await createServer({
  root,
  configFile: path.join(root, 'vite.config.ts'),
  plugins: [hostedPages],
  server: {
    proxy: Object.fromEntries(
      ['/pages', '/a', '/elements', '/logos'].map((place) => [place, process.env.GATEHOUSE_API]),
    ),
  },
  logLevel: 'warn',
  clearScreen: false,
});
await server.listen();
const place = server.resolvedUrls?.local[0] ?? '';
process.stdout.write(
  `\n  What reloads itself as its files change: the console at ${place}, the pages at ${new URL('/sign-up', place)}\n`,
);

// Ctrl-C reaches the service by itself; it is done when the service is.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && service.kill(signal));
service.on('exit', async (code) => {
  await server.close();
  process.exitCode = code ?? 1;
});
