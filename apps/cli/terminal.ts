import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Environment } from '@gatehouse/platform/config';

/** What shells answer for a program that SIGPIPE has ended: anyone who read its output has enough, as in `export | head`. */
export const BROKEN_PIPE = 141;

export const isBrokenPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE';

/** Where the program is run: what comes in, where its answers go, and its environment. */
interface Surroundings {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  readonly errors: Writable & { readonly isTTY?: boolean };
  readonly environment: Environment;
  /** What file names start from. */
  readonly folder: string;
  /** Makes a text bold or coloured, where that is seen. */
  readonly style: typeof styleText;
}

/** Anyone who runs the program sits here, or the script that does. */
export class Terminal implements Surroundings {
  readonly input;
  readonly output;
  readonly errors;
  readonly environment;
  readonly folder;
  readonly style;
  /** 1 where all was done as asked, and what came of it is bad all the same. */
  exitCode = 0;

  constructor(surroundings: Surroundings) {
    ({
      input: this.input,
      output: this.output,
      errors: this.errors,
      environment: this.environment,
      folder: this.folder,
      style: this.style,
    } = surroundings);
  }

  /** The one that this process was started in. */
  static ofProcess(): Terminal {
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('error', (error) => {
        if (isBrokenPipe(error)) process.exit(BROKEN_PIPE);
        throw error;
      });
    }
    return new Terminal({
      input: process.stdin,
      output: process.stdout,
      errors: process.stderr,
      environment: process.env,
      folder: process.cwd(),
      style: styleText,
    });
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  /** One JSON document for scripts, or lines for people. */
  answer(json: boolean | undefined, value: unknown, lines: readonly string[]): void {
    this.say(json ? JSON.stringify(value) : lines.join('\n'));
  }

  /** Columns as wide as what stands in them; the first row is the head. */
  table(rows: readonly (readonly string[])[]): string[] {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
    return rows.map((row, index) => {
      const line = row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
      return index === 0 ? this.style('bold', line) : line;
    });
  }

  file(name: string): string {
    return path.resolve(this.folder, name);
  }
}

/**
 * Asks for a yes on a terminal. Elsewhere there is no one to ask, so the caller must have confirmed already.
 * @throws Error unless confirmed
 */
export async function confirm({ input, errors }: Terminal, question: string, isConfirmed: boolean): Promise<void> {
  if (isConfirmed) return;
  if (!input.isTTY) throw new Error(`${question} Add --yes to confirm`);
  const lines = createInterface({ input, output: errors });
  try {
    const answer = await lines.question(`${question} Continue? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new Error('Cancelled, nothing was changed');
  } finally {
    lines.close();
  }
}

/**
 * The password, typed unseen and twice on a terminal, or as the first line of the standard input: never an argument, which
 * others see.
 */
export async function readPassword({ input, errors }: Terminal): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: unseen, terminal: input.isTTY === true });
  const lines = reader[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (input.isTTY) errors.write(question);
    const line = await lines.next();
    if (input.isTTY) errors.write('\n');
    if (line.done) throw new Error('No password was given: enter it, or pass it as the first line of standard input');
    return line.value;
  };
  try {
    const password = await ask('Password: ');
    if (input.isTTY && (await ask('Repeat password: ')) !== password) throw new Error('The passwords do not match');
    return password;
  } finally {
    reader.close();
  }
}
