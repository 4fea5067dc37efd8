/**
 * Hashes as fast as it can in a process of its own and says how fast that was. It loads the argon2 that the
 * registration context loads. Arguments: the options as JSON.
 */
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { atFullSpeed } from './full-speed.ts';
import type { HashRun } from './hash-rate.ts';

type Hash = (password: string, options: object) => Promise<string>;

const { hash, argon2id } = createRequire(import.meta.resolve('@gatehouse/registration'))('argon2') as {
  readonly hash: Hash;
  readonly argon2id: number;
};
const run = JSON.parse(process.argv[2] ?? '') as HashRun;
const found = await atFullSpeed(run, () =>
  hash(randomBytes(12).toString('base64url'), { type: argon2id, ...run.cost, salt: randomBytes(16) }),
);
process.stdout.write(JSON.stringify(found));
