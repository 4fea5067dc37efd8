import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.js';

/** The password, typed unseen at a terminal or as the first line of the standard input: never an argument, which others see. */
export async function readPassword({ input, errors }: Terminal): Promise<string> {
  if (input.isTTY) errors.write('Password: ');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: input.isTTY === true });
  try {
    for await (const line of lines) return line;
    throw new Error('No password came: type it, or send it as the first line of the standard input');
  } finally {
    lines.close();
    if (input.isTTY) errors.write('\n');
  }
}
