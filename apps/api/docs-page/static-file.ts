import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Content held in memory, served under a name that changes with it, so that browsers may keep it for good. */
export class StaticFile {
  /** Under which it is served. */
  readonly path: string;
  /** Where browsers find it from outside. */
  readonly href: string;
  /** For `integrity` attributes (W3C Subresource Integrity). */
  readonly integrity: string;
  #zipped: Promise<Buffer> | undefined;

  /**
   * @param folder path that the name is put under, such as `/docs/`
   * @param basePath of the address at which the service is reached from outside: `/auth`, or empty
   */
  constructor(
    folder: string,
    location: string | URL,
    private readonly type: string,
    basePath = '',
  ) {
    this.content = readFileSync(location);
    const hash = createHash('sha384').update(this.content).digest();
    const [, stem = '', ending = ''] = /([^/]+?)(\.[^./]+)$/.exec(String(location)) ?? [];
    this.path = `${folder}${stem}-${hash.toString('hex').slice(0, 12)}${ending}`;
    this.href = `${basePath}${this.path}`;
    this.integrity = `sha384-${hash.toString('base64')}`;
  }

  private readonly content: Buffer;

  readonly serve: RequestHandler = async (request, response) => {
    const zips = request.acceptsEncodings('gzip') === 'gzip';
    response.set({
      'Content-Type': this.type,
      'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ...(zips && { 'Content-Encoding': 'gzip' }),
    });
    response.send(zips ? await this.#zip() : this.content);
  };

  /** When first asked for: few processes ever show the page, and the library takes a tenth of a second. */
  #zip(): Promise<Buffer> {
    this.#zipped ??= new Promise((resolve, reject) => {
      gzip(this.content, { level: 9 }, (error, zipped) => (error ? reject(error) : resolve(zipped)));
    });
    return this.#zipped;
  }
}
