import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** The password, typed unseen at a terminal or as the first line of the standard input: never an argument, which others see. */
export async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Password: ');
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: process.stdin.isTTY });
  try {
    for await (const line of lines) return line;
    throw new Error('No password came: type it, or send it as the first line of the standard input');
  } finally {
    lines.close();
    if (process.stdin.isTTY) process.stderr.write('\n');
  }
}
