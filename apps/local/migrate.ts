import { execFile } from 'node:child_process';
import { programOf } from './program-of.js';

/**
 * `gatehouse migrate up`, in a process of its own: what it needs to know all migrations is gone from memory with it.
 * @throws Error with the command's own words when it fails
 */
export function migrate(environment: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [programOf('@gatehouse/cli'), 'migrate', 'up', '--json'],
      { env: environment },
      (error, _stdout, stderr) => {
        if (!error) return resolve();
        const words = stderr.trim().replace(/^gatehouse: /, '') || error.message;
        reject(new Error(`The database could not be migrated: ${words}`, { cause: error }));
      },
    );
  });
}
