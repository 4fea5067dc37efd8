/**
 * Hashes as fast as it can in a process of its own and says how fast that was. It loads the argon2 that the
 * registration context loads. Arguments: the options as JSON.
 */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type { HashRun } from './hash-rate.ts';

type Hash = (password: string, options: object) => Promise<string>;

const { hash, argon2id } = createRequire(import.meta.resolve('@gatehouse/registration'))('argon2') as {
  readonly hash: Hash;
  readonly argon2id: number;
};
const { cost, inFlight, warmUpSeconds, seconds } = JSON.parse(process.argv[2] ?? '') as HashRun;

/** Hashes a second. */
async function rate(forSeconds: number): Promise<number> {
  const began = performance.now();
  const end = began + forSeconds * 1000;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await hash(randomBytes(12).toString('base64url'), { type: argon2id, ...cost, salt: randomBytes(16) });
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (done * 1000) / (performance.now() - began);
}

await rate(warmUpSeconds);
process.stdout.write(String(await rate(seconds)));
