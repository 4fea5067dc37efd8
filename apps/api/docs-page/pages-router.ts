import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Operation } from '@gatehouse/platform/edge';
import { anyOrigin } from '@gatehouse/platform/express';
import { type RequestHandler, Router } from 'express';
import { apiDocumentText } from './api-document.js';
import { messagesDocumentText } from './async-api-document.js';
import { onlyGet } from './only-get.js';
import { packageVersion } from './package-version.js';
import { PAGE_POLICY, referencePage } from './reference-page.js';
import { StaticFile } from './static-file.js';

const library = createRequire(import.meta.url);
const css = 'text/css; charset=utf-8';
const javaScript = 'text/javascript; charset=utf-8';

/** The reference at /docs with its files, the document that it shows at /openapi.json, and that of events and commands at /asyncapi.json. */
export function pagesRouter(operations: readonly Operation[], basePath = ''): Router {
  const file = (location: string | URL, type: string) => new StaticFile('/docs/', location, type, basePath);
  const page = (name: string) => new URL(`./page/${name}`, import.meta.url);
  const icon = file(page('icon.svg'), 'image/svg+xml');
  const styles = [file(library.resolve('swagger-ui-dist/swagger-ui.css'), css), file(page('reference.css'), css)];
  const scripts = [
    file(library.resolve('swagger-ui-dist/swagger-ui-bundle.js'), javaScript),
    file(page('reference.client.js'), javaScript),
  ];

  const router = Router({ caseSensitive: true });
  const get = (path: string, handler: RequestHandler) => router.route(path).get(handler).all(onlyGet);
  for (const [path, text] of [
    ['/openapi.json', apiDocumentText(operations, basePath)],
    ['/asyncapi.json', messagesDocumentText(operations)],
  ] as const) {
    const document = revalidated(text, { 'Content-Type': 'application/json; charset=utf-8' });
    router.route(path).all(anyOrigin).get(document).all(onlyGet);
  }
  get(
    '/docs',
    revalidated(referencePage({ version: packageVersion(), icon, styles, scripts, basePath }), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': PAGE_POLICY,
    }),
  );
  for (const asset of [icon, ...styles, ...scripts]) get(asset.path, asset.serve);
  return router;
}

/** Text that browsers keep, and ask about every time: the next release may have another. */
function revalidated(text: string, headers: Readonly<Record<string, string>>): RequestHandler {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  return (request, response) => {
    response.set({
      ...headers,
      ETag: etag,
      'Cache-Control': 'no-cache',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.fresh) response.status(304).end();
    else response.send(text);
  };
}
