import path from 'node:path';
import type { Account } from './account.js';
import { bundledBinaries, copyForEveryone } from './bundled-binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram } from './run-program.js';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Such as `18.4`. */
  readonly version: string;
  readonly major: number;
}

/**
 * Finds programs that the account may run: those of the folder, or the ones from npm.
 * @throws EmbeddedPostgresError `binaries-missing` or `binaries-broken`
 */
export async function locateBinaries(
  folder: string | undefined,
  account: Account | null,
  log: (line: string) => void,
): Promise<Binaries> {
  if (folder !== undefined) return (await tryBinaries(folder, account)) ?? refuse(folder, account);
  const bundled = await bundledBinaries();
  const inPlace = path.join(bundled.tree, 'bin');
  const found = await tryBinaries(inPlace, account);
  if (found) return found;
  // Root can run them where they are, so it is the way there that is closed to the other user.
  if (account === null || !(await tryBinaries(inPlace, null))) return refuse(inPlace, account);
  const copy = path.join(await copyForEveryone(bundled, log), 'bin');
  return (await tryBinaries(copy, account)) ?? refuse(copy, account);
}

async function tryBinaries(folder: string, account: Account | null): Promise<Binaries | null> {
  const [postgres, initdb] = [path.join(folder, 'postgres'), path.join(folder, 'initdb')];
  const answers = [
    await runProgram(initdb, ['--version'], account),
    await runProgram(postgres, ['--version'], account),
  ];
  if (answers.some(({ status }) => status !== 0)) return null;
  const version = /\d+(\.\d+|\w+)?/.exec(answers[1]?.stdout ?? '')?.[0];
  return version ? { postgres, initdb, version, major: Number.parseInt(version, 10) } : null;
}

async function refuse(folder: string, account: Account | null): Promise<never> {
  const { stderr, status } = await runProgram(path.join(folder, 'postgres'), ['--version'], account);
  const reason = stderr.trim().split('\n')[0] || `status ${status}`;
  throw new EmbeddedPostgresError(
    `PostgreSQL's programs in ${folder} do not run here (${reason}): install PostgreSQL and set DATABASE_URL`,
    { fault: 'binaries-broken' },
  );
}
