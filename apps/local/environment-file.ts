import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What another terminal needs to reach this deployment; the rest has the defaults that it has here. */
const NAMES = [
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

const fileIn = (folder: string): string => path.join(folder, 'local.env');
/** Left behind by a version before 0.2. */
const formerFileIn = (folder: string): string => path.join(folder, 'house.env');

/** For `gatehouse` in another terminal. It holds the database's password and the keys, so it is closed to others. */
export async function writeEnvironmentFile(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const given = NAMES.filter((name) => environment[name]?.trim());
  // A mode counts for new files alone.
  await removeEnvironmentFile(folder);
  await writeFile(fileIn(folder), given.map((name) => `${name}="${environment[name]}"\n`).join(''), { mode: 0o600 });
}

export async function removeEnvironmentFile(folder: string): Promise<void> {
  await Promise.all([fileIn(folder), formerFileIn(folder)].map((file) => rm(file, { force: true })));
}
