import { randomBytes } from 'node:crypto';

export interface Person {
  readonly email: string;
  readonly password: string;
}

const run = randomBytes(4).toString('hex');
let count = 0;

/** Somebody who was never here, with a password of their own. */
export function newPerson(): Person {
  count += 1;
  return { email: `${run}-${count}@bench.example.com`, password: randomBytes(12).toString('base64url') };
}
