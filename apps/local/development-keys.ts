import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';

const NAMES = ['CODE_KEYS', 'TOKEN_KEYS'] as const;

export type DevelopmentKeys = Readonly<Record<(typeof NAMES)[number], string>>;

/**
 * The keys of this folder: made once, kept in `keys.env` (mode 0600), lost with the folder. Their id begins with
 * `development`, by which production refuses them.
 * @throws Error with one line when the file holds something else
 */
export async function developmentKeys(folder: string): Promise<DevelopmentKeys> {
  const file = path.join(folder, 'keys.env');
  const found = await readKeys(file);
  if (found) return found;
  const draft = `${file}.${randomUUID()}`;
  const lines = NAMES.map((name) => `${name}=development:${randomBytes(32).toString('base64')}\n`);
  await writeFile(draft, lines.join(''), { mode: 0o600, flush: true });
  // Two first starts at once: a link appears whole or not at all, and the first one counts.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readKeys(file)) as DevelopmentKeys;
}

async function readKeys(file: string): Promise<DevelopmentKeys | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`The development keys in ${file} cannot be read (${error.code})`, { cause: error });
  });
  if (text === null) return null;
  const { CODE_KEYS, TOKEN_KEYS } = parseEnv(text);
  if (CODE_KEYS && TOKEN_KEYS) return { CODE_KEYS, TOKEN_KEYS };
  throw new Error(`The development keys in ${file} are damaged: remove the file to create new ones`);
}
