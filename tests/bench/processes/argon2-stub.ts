/**
 * Stands in for argon2 in processes that the bench starts to see what the rest can carry. A hash takes the same time as
 * ever and no processor, and its digest is always the same, so any password would open any account.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** About as long as one at OWASP's floor takes a core. */
export const HASH_MS = 25;

export const [argon2d, argon2i, argon2id] = [0, 1, 2];

/** Answers the digest alone, which is what the service asks for. */
export async function hash(_password: string, { hashLength }: { readonly hashLength: number }): Promise<Buffer> {
  await pause(HASH_MS);
  return Buffer.alloc(hashLength);
}
