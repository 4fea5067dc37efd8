import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What is made when it is first asked for, and kept. What fails, such as for want of a file handle, is made again. */
export function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    if (!kept) {
      const made = { value: make() };
      kept = made;
      if (made.value instanceof Promise) {
        made.value.catch(() => {
          if (kept === made) kept = undefined;
        });
      }
    }
    return kept.value;
  };
}

/** Content held in memory, for files whose names or paths change with it. */
export class KeptContent {
  #zipped: Promise<Buffer> | undefined;

  constructor(
    private readonly content: Buffer,
    private readonly type: string,
  ) {}

  /** For browsers to keep for good. */
  readonly serve: RequestHandler = (request, response) =>
    this.#send(request, response, `public, max-age=${YEAR_SECONDS}, immutable`);

  /** For browsers to keep, and ask about every time. */
  readonly serveRevalidated: RequestHandler = (request, response) => {
    response.set('ETag', `"${createHash('sha256').update(this.content).digest('base64url')}"`);
    if (request.fresh) response.set('Cache-Control', 'no-cache').status(304).end();
    else void this.#send(request, response, 'no-cache');
  };

  async #send(request: Request, response: Response, cacheControl: string): Promise<void> {
    const zips = request.acceptsEncodings('gzip') === 'gzip';
    response.set({
      'Content-Type': this.type,
      'Cache-Control': cacheControl,
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ...(zips && { 'Content-Encoding': 'gzip' }),
    });
    response.send(zips ? await this.#zip() : this.content);
  }

  /** When first asked for: few processes ever show the page, and the library takes a tenth of a second. */
  #zip(): Promise<Buffer> {
    this.#zipped ??= new Promise((resolve, reject) => {
      gzip(this.content, { level: 9 }, (error, zipped) => (error ? reject(error) : resolve(zipped)));
    });
    return this.#zipped;
  }
}

/** A file that is served under a name that changes with its content. */
export class StaticFile {
  /** Under which it is served. */
  readonly path: string;
  /** Where browsers find it from outside. */
  readonly href: string;
  /** For `integrity` attributes (W3C Subresource Integrity). */
  readonly integrity: string;
  readonly serve: RequestHandler;

  /**
   * @param folder path that the name is put under, such as `/docs/`
   * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
   */
  constructor(folder: string, location: string | URL, type: string, basePath = '') {
    const content = readFileSync(location);
    const hash = createHash('sha384').update(content).digest();
    const [, stem = '', ending = ''] = /([^/]+?)(\.[^./]+)$/.exec(String(location)) ?? [];
    this.path = `${folder}${stem}-${hash.toString('hex').slice(0, 12)}${ending}`;
    this.href = `${basePath}${this.path}`;
    this.integrity = `sha384-${hash.toString('base64')}`;
    this.serve = new KeptContent(content, type).serve;
  }
}
