import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from '@gatehouse/platform/config';
import type { Terminal } from './terminal.js';

/**
 * What the program is told: the environment, and where that names no database, the house that `npm start` has opened in
 * this folder. Production takes nothing from a file.
 */
export async function operatorEnvironment(terminal: Terminal): Promise<Environment> {
  const given = terminal.environment;
  if (given['DATABASE_URL']?.trim() || given['APP_ENV'] === 'production') return given;
  const file = terminal.file(path.join('.gatehouse', 'house.env'));
  const text = await readFile(file, 'utf8').catch(() => '');
  const said = Object.entries(given).filter(([, value]) => value?.trim());
  return { ...parseEnv(text), ...Object.fromEntries(said) };
}
