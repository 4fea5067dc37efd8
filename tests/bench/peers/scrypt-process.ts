/** As `load/hash-process.ts`, with the hash of better-auth. Arguments: the options as JSON, and its parts. */
import { randomBytes } from 'node:crypto';
import { atFullSpeed } from '../load/full-speed.ts';
import type { HashRun } from '../load/hash-rate.ts';
import { loadBetterAuth } from './better-auth-parts.ts';

const run = JSON.parse(process.argv[2] ?? '') as HashRun;
const { hashPassword } = await loadBetterAuth(process.argv[3] ?? '');
const found = await atFullSpeed(run, () => hashPassword(randomBytes(12).toString('base64url')));
process.stdout.write(JSON.stringify(found));
