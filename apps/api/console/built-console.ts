import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

export interface ConsoleFile {
  readonly type: string;
  readonly plain: Buffer;
  /** Compressed with gzip; null where that makes nothing smaller. */
  readonly zipped: Buffer | null;
}

export interface ConsoleFiles {
  /** The page, with places for what the service fills in. */
  readonly page: string;
  /** By name. Names change with the content. */
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What `npm run build` has made of apps/console, in memory: about a megabyte. */
export class BuiltConsole {
  #known: { readonly madeAt: number; readonly files: ConsoleFiles } | null = null;

  constructor(private readonly folder: string) {}

  /** As it was last seen. */
  asset(name: string): ConsoleFile | null {
    return this.#known?.files.assets.get(name) ?? null;
  }

  /** Read again after every build, since in development one may come at any time. Null as long as nothing was built. */
  async files(): Promise<ConsoleFiles | null> {
    try {
      const { mtimeMs: madeAt } = await stat(path.join(this.folder, 'index.html'));
      if (this.#known?.madeAt !== madeAt) this.#known = { madeAt, files: await this.#read() };
      return this.#known.files;
    } catch (error) {
      // Also while one build takes the place of another.
      if (isAbsence(error)) return null;
      throw error;
    }
  }

  async #read(): Promise<ConsoleFiles> {
    const assets = path.join(this.folder, 'assets');
    const names = (await readdir(assets)).filter((name) => path.extname(name) in TYPES);
    const files = await Promise.all(
      names.map(async (name): Promise<[string, ConsoleFile]> => {
        const location = path.join(assets, name);
        const zipped = await readFile(`${location}.gz`).catch((error: unknown) => {
          if (isAbsence(error)) return null;
          throw error;
        });
        return [name, { type: TYPES[path.extname(name)] ?? '', plain: await readFile(location), zipped }];
      }),
    );
    return { page: await readFile(path.join(this.folder, 'index.html'), 'utf8'), assets: new Map(files) };
  }
}

const isAbsence = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
