import { type ExecFileException, execFile } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** The user and group that the server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Users that may run the server for root, in this order. initdb insists on one that has a name. */
const CANDIDATES = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root. Root's server therefore runs as the owner of the data, where there are any,
 * otherwise as the first of the usual system users; everybody else's as themselves (null).
 * @throws EmbeddedPostgresError `account-missing` when root can become nobody else
 */
export async function chooseAccount(owner: Account | null): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of CANDIDATES) {
    const account = await accountOf(name);
    if (account && (await mayBecome(account))) return account;
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and no other user was found: start as an ordinary user or set DATABASE_URL',
    { fault: 'account-missing' },
  );
}

async function accountOf(name: string): Promise<Account | null> {
  const { status, stdout } = await runProgram('/bin/sh', ['-c', 'id -u "$1" && id -g "$1"', 'sh', name], null);
  const [uid, gid] = stdout.trim().split(/\s+/).map(Number);
  return status === 0 && uid && gid !== undefined ? { uid, gid } : null;
}

/** A container may have taken the right to change users even from root. */
const mayBecome = async (account: Account): Promise<boolean> =>
  (await runProgram('/bin/sh', ['-c', ':'], account)).status === 0;

/** Whether the account may enter the folder. Asked of the system itself, which also knows ACLs and odd mounts. */
export const mayEnter = async (folder: string, account: Account | null): Promise<boolean> =>
  (await runProgram('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], account)).status === 0;

export interface ProgramOutcome {
  /** 0 when the program did its work; otherwise its exit code, or why it could not run (`EACCES`, `ENOENT` …). */
  readonly status: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What the server's programs get to see: never this process' own environment, which may hold keys and PG* variables
 * that change what they do.
 */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  ...(process.env.LD_LIBRARY_PATH && { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH }),
});

/** Runs a program to its end as the account. The root folder is the only one that every account may stand in. */
export function runProgram(file: string, args: readonly string[], account: Account | null): Promise<ProgramOutcome> {
  const options = { cwd: '/', env: programEnvironment(), ...account };
  return new Promise((resolve) => {
    const outcome = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      const status = error ? (error.code ?? error.signal ?? 'unknown') : 0;
      resolve({ status, stdout, stderr: stderr || (error && typeof status === 'string' ? error.message : '') });
    };
    try {
      execFile(file, args, options, outcome);
    } catch (error) {
      // Node throws some errors of the start itself, such as not being allowed to change the user, and reports others.
      outcome(error as ExecFileException, '', '');
    }
  });
}
