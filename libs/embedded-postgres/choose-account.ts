import type { Account } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { runProgram } from './run-program.js';

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
