import { type ExecFileException, execFile } from 'node:child_process';
import type { Account } from './account.js';

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
