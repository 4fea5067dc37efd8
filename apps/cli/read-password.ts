import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.js';

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
