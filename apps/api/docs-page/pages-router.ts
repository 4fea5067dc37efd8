import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { commonProblems, type Operation, ProblemError } from '@gatehouse/platform/edge';
import { anyOrigin } from '@gatehouse/platform/express';
import { packageVersion } from '@gatehouse/platform/process';
import { type RequestHandler, Router } from 'express';
import { once, StaticFile } from './static-file.js';

/** For pages and their files: read, never written. */
export const onlyGet: RequestHandler = () => {
  throw new ProblemError(commonProblems['method-not-allowed'], {}, { Allow: 'GET, HEAD' });
};

/** The components, as a page of somebody else loads them. */
interface ServedModule {
  readonly module: { readonly integrity: string };
  readonly addresses: { readonly release: string; readonly latest: string };
}

interface ReferenceFiles {
  readonly icon: StaticFile;
  readonly styles: readonly StaticFile[];
  readonly scripts: readonly StaticFile[];
}

interface PageParts extends ReferenceFiles {
  /** Of the package that serves the page. */
  readonly version: string;
  readonly elements: ServedModule | null;
  /** Of the address at which the service is reached from outside. */
  readonly basePath: string;
}

/** The page runs its own files and asks its own server; nothing else, and no text ever becomes code. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const library = createRequire(import.meta.url);
const css = 'text/css; charset=utf-8';
const javaScript = 'text/javascript; charset=utf-8';

/**
 * The reference at /docs with its files, the document that it shows at /openapi.json, and that of events and commands at
 * /asyncapi.json. Few processes are ever asked for them, so they are made when they are.
 */
export function pagesRouter(
  operations: readonly Operation[],
  basePath = '',
  elements: ServedModule | null = null,
): Router {
  const files = once(() => referenceFiles(basePath));
  const router = Router({ caseSensitive: true });
  for (const [path, write] of [
    ['/openapi.json', async () => (await import('./documents.js')).apiDocumentText(operations, basePath)],
    ['/asyncapi.json', async () => (await import('./documents.js')).messagesDocumentText(operations)],
  ] as const) {
    const document = revalidated(write, { 'Content-Type': 'application/json; charset=utf-8' });
    router.route(path).all(anyOrigin).get(document).all(onlyGet);
  }
  router
    .route('/docs')
    .get(
      revalidated(() => referencePage({ version: packageVersion(), ...files(), elements, basePath }), {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': PAGE_POLICY,
      }),
    )
    .all(onlyGet);
  const fileAt = (path: string): StaticFile | undefined => {
    const { icon, styles, scripts } = files();
    return [icon, ...styles, ...scripts].find((file) => file.path === path);
  };
  router
    .route('/docs/:name')
    .all(({ path }, _response, next) => next(fileAt(path) ? undefined : 'route'))
    .get((request, response, next) => fileAt(request.path)?.serve(request, response, next))
    .all(onlyGet);
  return router;
}

function referenceFiles(basePath: string): ReferenceFiles {
  const file = (location: string | URL, type: string) => new StaticFile('/docs/', location, type, basePath);
  const page = (name: string) => new URL(`./page/${name}`, import.meta.url);
  return {
    icon: file(page('icon.svg'), 'image/svg+xml'),
    styles: [file(library.resolve('swagger-ui-dist/swagger-ui.css'), css), file(page('reference.css'), css)],
    scripts: [
      file(library.resolve('swagger-ui-dist/swagger-ui-bundle.js'), javaScript),
      file(page('reference.client.js'), javaScript),
    ],
  };
}

const referencePage = ({ version, icon, styles, scripts, elements, basePath }: PageParts): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Gatehouse API reference</title>
    <link rel="icon" type="image/svg+xml" href="${icon.href}" />
${styles.map((file) => `    <link rel="stylesheet" href="${file.href}" integrity="${file.integrity}" />`).join('\n')}
${scripts.map((file) => `    <script defer src="${file.href}" integrity="${file.integrity}"></script>`).join('\n')}
  </head>
  <body>
    <header class="top">
      <img src="${icon.href}" alt="" width="28" height="28" />
      <p class="brand">Gatehouse <small>${version}</small></p>
      <a href="${basePath}/openapi.json">OpenAPI</a>
      <a href="${basePath}/asyncapi.json">AsyncAPI</a>
      <button id="theme" type="button" hidden>Dark</button>
    </header>
${elements ? componentsNotice(elements) : ''}    <main id="reference" data-document="${basePath}/openapi.json">
      <p class="notice" role="status">The reference is being loaded …</p>
    </main>
    <noscript><p class="notice">This page needs JavaScript. The same document is at <a href="${basePath}/openapi.json">/openapi.json</a>.</p></noscript>
  </body>
</html>
`;

/** How a page without a bundler gets the components, checked by the browser. */
const componentsNotice = ({ module, addresses }: ServedModule): string =>
  `    <details class="elements">
      <summary>Components for your page</summary>
      <p>Sign-up, activation, sign-in, reset and account in one module. The release that is running:</p>
      <pre><code class="snippet">&lt;script type=&quot;module&quot; crossorigin src=&quot;${addresses.release}&quot;
  integrity=&quot;${module.integrity}&quot;&gt;&lt;/script&gt;
&lt;gatehouse-sign-up application=&quot;default&quot;&gt;&lt;/gatehouse-sign-up&gt;</code></pre>
      <p>Its path changes with each release. Pages that are not deployed together with the service use
        <code class="snippet">${addresses.latest}</code> without <code>integrity</code>.</p>
    </details>
`;

/** Text that browsers keep, and ask about every time: the next release may have another. */
function revalidated(write: () => string | Promise<string>, headers: Readonly<Record<string, string>>): RequestHandler {
  const written = once(async () => {
    const content = Buffer.from(await write());
    return { content, etag: `"${createHash('sha256').update(content).digest('base64url')}"` };
  });
  return async (request, response) => {
    const { content, etag } = await written();
    response.set({
      ...headers,
      ETag: etag,
      'Cache-Control': 'no-cache',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.fresh) response.status(304).end();
    else response.send(content);
  };
}
