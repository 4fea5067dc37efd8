import { Readable, Writable } from 'node:stream';
import type { Environment } from '@gatehouse/platform/config';
import { runProgram } from '../../apps/cli/program.js';
import { Terminal } from '../../apps/cli/terminal.js';

export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Keeps what is written on it. */
class Paper extends Writable {
  text = '';

  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.text += piece.toString();
    done();
  }
}

/**
 * Runs `gatehouse <args…>` in this process.
 * @param folder what file names start from
 * @param input what it reads from a pipe
 */
export async function runGatehouse(
  args: readonly string[],
  environment: Environment,
  folder: string,
  input = '',
): Promise<Ended> {
  const [output, errors] = [new Paper(), new Paper()];
  const style = (_format: unknown, text: string) => text;
  const given = Readable.from(input === '' ? [] : [Buffer.from(input)]);
  const terminal = new Terminal({ input: given, output, errors, environment, folder, style });
  return { code: await runProgram(args, terminal), out: output.text, err: errors.text };
}
