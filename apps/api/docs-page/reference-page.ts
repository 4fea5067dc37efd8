import type { StaticFile } from './static-file.js';

export interface PageFiles {
  /** Of the package that serves the page. */
  readonly version: string;
  readonly icon: StaticFile;
  readonly styles: readonly StaticFile[];
  readonly scripts: readonly StaticFile[];
  /** Of the address at which the service is reached from outside. */
  readonly basePath: string;
}

/** The page runs its own files and asks its own server; nothing else, and no text ever becomes code. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const referencePage = ({ version, icon, styles, scripts, basePath }: PageFiles): string => `<!doctype html>
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
    <main id="reference" data-document="${basePath}/openapi.json"></main>
    <noscript><p class="notice">This page needs JavaScript. The same document is at <a href="${basePath}/openapi.json">/openapi.json</a>.</p></noscript>
  </body>
</html>
`;
