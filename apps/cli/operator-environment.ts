import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '@gatehouse/platform/config';
import type { Terminal } from './terminal.js';

/** The second name is that of versions before 0.2, one of which may be what runs in the folder. */
const FILES = ['local.env', 'house.env'];

/**
 * What the program is told: the environment, and where that names no database, the deployment that `npm start` runs in
 * this folder. Production takes nothing from a file.
 */
export async function operatorEnvironment(terminal: Terminal): Promise<Environment> {
  const given = terminal.environment;
  if (given['DATABASE_URL']?.trim() || given['APP_ENV'] === 'production') return given;
  const text = await firstOf(FILES.map((name) => terminal.file(path.join('.gatehouse', name))));
  const said = Object.entries(given).filter(([, value]) => value?.trim());
  return { ...parseEnv(text), ...Object.fromEntries(said) };
}

async function firstOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return '';
}
