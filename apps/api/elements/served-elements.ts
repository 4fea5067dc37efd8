import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { anyOrigin } from '@gatehouse/platform/express';
import type { LinkedFile } from '@gatehouse/web';
import { Router } from 'express';
import { onlyGet } from '../docs-page/pages-router.js';
import { KeptContent } from '../docs-page/static-file.js';

/** What `bundle-elements.mjs` writes beside the files. */
interface Manifest {
  readonly version: string;
  readonly entry: string;
  /** The file with the words of each language. */
  readonly words: Readonly<Record<string, string>>;
  readonly files: readonly string[];
}

/** Where a page finds the components of whatever release is running. Without integrity: it changes with each. */
const LATEST = 'latest';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

const built = (): string =>
  path.dirname(createRequire(import.meta.url).resolve('@gatehouse/elements/served/manifest.json'));

/** The components as one module for pages without a bundler, and what the module loads on demand. */
export class ServedElements {
  readonly module: LinkedFile;
  /** The same from anywhere, and that of whatever release is running. */
  readonly addresses: { readonly release: string; readonly latest: string };
  readonly router = Router({ caseSensitive: true, strict: true });
  readonly #manifest: Manifest;
  readonly #files = new Map<string, LinkedFile>();

  /**
   * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
   * @param origin of that address
   * @param folder where the bundle is
   */
  constructor(basePath: string, origin: string, folder = built()) {
    this.#manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest;
    const { version, entry, files } = this.#manifest;
    for (const name of files) {
      const content = readFileSync(path.join(folder, name));
      const kept = new KeptContent(content, TYPES[path.extname(name)] ?? 'application/octet-stream');
      const integrity = `sha384-${createHash('sha384').update(content).digest('base64')}`;
      this.#files.set(name, { href: `${basePath}/elements/${version}/${name}`, integrity });
      this.router.route(`/elements/${version}/${name}`).all(anyOrigin).get(kept.serve).all(onlyGet);
      this.router.route(`/elements/${LATEST}/${name}`).all(anyOrigin).get(kept.serveRevalidated).all(onlyGet);
    }
    this.module = this.#file(entry);
    this.addresses = {
      release: `${origin}${this.module.href}`,
      latest: `${origin}${basePath}/elements/${LATEST}/${entry}`,
    };
  }

  words(language: string): LinkedFile {
    return this.#file(this.#manifest.words[language] ?? '');
  }

  #file(name: string): LinkedFile {
    const file = this.#files.get(name);
    if (!file) throw new Error(`The bundle of the components has no file "${name}": npm run build makes it`);
    return file;
  }
}
