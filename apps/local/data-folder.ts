import { randomBytes, randomUUID } from 'node:crypto';
import { access, chmod, constants, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';

/**
 * `.gatehouse` under the folder that `npm start` runs in: its data, its keys, its addresses. Everybody may walk
 * through, because as root the database runs as another user; what is secret in it is closed by itself.
 * @throws Error with one line when it is no folder, or closed to this user
 */
export async function dataFolder(startedIn: string): Promise<string> {
  const folder = path.join(startedIn, '.gatehouse');
  try {
    if (await mkdir(folder, { recursive: true })) await chmod(folder, 0o755);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new Error(
      `The data folder ${folder} cannot be used (${code}): it must be a folder that this user can read and write`,
      { cause },
    );
  }
}

const KEY_NAMES = ['CODE_KEYS', 'TOKEN_KEYS'] as const;

type DevelopmentKeys = Readonly<Record<(typeof KEY_NAMES)[number], string>>;

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
  const lines = KEY_NAMES.map((name) => `${name}=development:${randomBytes(32).toString('base64')}\n`);
  await writeFile(draft, lines.join(''), { mode: 0o600, flush: true });
  // Two first starts at once: a link appears whole or not at all, and the first one counts.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readKeys(file)) as DevelopmentKeys;
}

/** What another terminal needs to reach this deployment; the rest has the defaults that it has here. */
const ENVIRONMENT_NAMES = [
  'APP_ENV',
  'PORT',
  'DATABASE_URL',
  'CODE_KEYS',
  'TOKEN_KEYS',
  // Without them a webhook's secret would be derived by another key than the worker signs with.
  'WEBHOOK_KEYS',
  'NATS_URL',
  'NATS_NKEY_SEED',
  'NATS_REPLICAS',
  'MAIL_BASE_URL',
  'SMS_BASE_URL',
] as const;

/** For `gatehouse` in another terminal. It holds the database's password and the keys, so it is closed to others. */
export async function writeEnvironmentFile(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const given = ENVIRONMENT_NAMES.filter((name) => environment[name]?.trim());
  // A mode counts for new files alone.
  await removeEnvironmentFile(folder);
  await writeFile(environmentFileIn(folder), given.map((name) => `${name}="${environment[name]}"\n`).join(''), {
    mode: 0o600,
  });
}

export async function removeEnvironmentFile(folder: string): Promise<void> {
  await Promise.all(
    [environmentFileIn(folder), formerEnvironmentFileIn(folder)].map((file) => rm(file, { force: true })),
  );
}

/** Where the local deployment answers, for `npm run demo` in another terminal. */
interface Addresses {
  readonly api: string;
  /** The sandbox; null where a real provider carries the mail. */
  readonly inbox: string | null;
}

export const writeAddresses = (folder: string, addresses: Addresses): Promise<void> =>
  writeFile(addressesFileIn(folder), `${JSON.stringify(addresses)}\n`);

export const forgetAddresses = (folder: string): Promise<void> => rm(addressesFileIn(folder), { force: true });

/** Null when nothing runs in this folder. */
export async function readAddresses(folder: string): Promise<Addresses | null> {
  try {
    return JSON.parse(await readFile(addressesFileIn(folder), 'utf8')) as Addresses;
  } catch {
    return null;
  }
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

const environmentFileIn = (folder: string): string => path.join(folder, 'local.env');

/** Left behind by a version before 0.2. */
const formerEnvironmentFileIn = (folder: string): string => path.join(folder, 'house.env');

const addressesFileIn = (folder: string): string => path.join(folder, 'addresses.json');
