import { randomBytes } from 'node:crypto';
import { packageVersion } from '@gatehouse/platform/process';
import { type Request, type Response, Router } from 'express';
import { onlyGet } from '../docs-page/pages-router.js';
import { BuiltConsole, type ConsoleFile } from './built-console.js';

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const HTML = 'text/html; charset=utf-8';

/**
 * The page runs and shows its own files and asks its own server, nothing else. Its library makes style elements, which
 * have a nonce that no two answers share.
 */
const policy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self'; connect-src 'self'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The console at /console. Every address below it is the same page: its scripts show what the address names.
 * @param folder what `npm run build` has made of apps/console
 * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
 */
export function consoleRouter(folder: string, basePath = ''): Router {
  const built = new BuiltConsole(folder);
  const router = Router({ caseSensitive: true });

  router
    .route('/console/assets/:name')
    .get(async (request, response, next) => {
      // Another process may have served the page.
      const { name } = request.params;
      const asset = built.asset(name) ?? (await built.files())?.assets.get(name);
      if (asset) serve(asset, request, response);
      else next('router');
    })
    .all(onlyGet);

  for (const address of ['/console', '/console/*path'])
    router
      .route(address)
      .get(async (_request, response) => {
        const files = await built.files();
        const nonce = randomBytes(16).toString('base64url');
        response.set({ 'Content-Type': HTML, 'Content-Security-Policy': policy(nonce) });
        if (files) response.send(filledIn(files.page, basePath, nonce));
        else response.status(503).set('Retry-After', '2').send(TO_COME);
      })
      .all(onlyGet);
  return router;
}

const filledIn = (page: string, basePath: string, nonce: string): string =>
  page
    .replaceAll('./assets/', `${basePath}/console/assets/`)
    .replace('%base-path%', basePath)
    .replace('%style-nonce%', nonce)
    .replace('%version%', packageVersion());

function serve({ type, plain, zipped }: ConsoleFile, request: Request, response: Response): void {
  const zips = zipped !== null && request.acceptsEncodings('gzip') === 'gzip';
  response.set({
    'Content-Type': type,
    'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
    Vary: 'Accept-Encoding',
    ...(zips && { 'Content-Encoding': 'gzip' }),
  });
  response.send(zips ? zipped : plain);
}

const TO_COME = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta http-equiv="refresh" content="2" />
    <title>Gatehouse console</title>
  </head>
  <body>
    <h1>The console is being built</h1>
    <p>That takes a few seconds, once. This page then opens by itself. If it does not, run <code>npm run build</code>.</p>
  </body>
</html>
`;
