import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { programOf } from './local-deployment.js';

export interface FirstAdministrator {
  readonly email: string;
  /** Null after the first time: it is stored nowhere. */
  readonly password: string | null;
}

/** Creates an administrator where there is none yet. Answers whether it did. */
export type CreateAdministrator = (email: string, password: string) => Promise<boolean>;

/** No mail is ever sent to it. */
const EMAIL = 'admin@example.com';

/**
 * Who may use the console of a new development database: made once, with a random password. Null where the database has
 * an administrator already that somebody else has made.
 */
export async function firstAdministrator(
  folder: string,
  create: CreateAdministrator,
): Promise<FirstAdministrator | null> {
  const file = path.join(folder, 'administrator.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) {
    const { email } = JSON.parse(known) as { email: string | null };
    return email === null ? null : { email, password: null };
  }
  const password = randomBytes(12).toString('base64url');
  const isMade = await create(EMAIL, password);
  await writeFile(file, `${JSON.stringify({ email: isMade ? EMAIL : null })}\n`);
  return isMade ? { email: EMAIL, password } : null;
}

/**
 * `gatehouse create-admin`, in a process of its own, as `migrate`.
 * @throws Error with the command's own words when it fails
 */
export const createAdministratorIn =
  (environment: NodeJS.ProcessEnv): CreateAdministrator =>
  (email, password) =>
    new Promise((resolve, reject) => {
      const child = execFile(
        process.execPath,
        [programOf('@gatehouse/cli'), 'create-admin', '--email', email, '--if-none', '--json'],
        { env: environment },
        (error, stdout, stderr) => {
          if (!error) return resolve((JSON.parse(stdout) as { created: boolean }).created);
          const words = stderr.trim().replace(/^gatehouse: /, '') || error.message;
          reject(new Error(`The first administrator could not be created: ${words}`, { cause: error }));
        },
      );
      child.stdin?.end(`${password}\n`);
    });
