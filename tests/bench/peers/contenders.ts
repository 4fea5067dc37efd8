import type { BenchDatabase } from '../deployment/bench-database.ts';
import type { SignUpForm } from '../load/api-client.ts';
import type { ReadTarget } from '../load/reads.ts';
import type { Part } from '../measure/watch-parts.ts';

export const NAMES = ['Gatehouse', 'better-auth', 'plain Express'] as const;
export type Name = (typeof NAMES)[number];

/** What is compared: processes that sign people up and tell those who are signed in who they are. */
export interface Contender {
  readonly name: Name;
  /** Where it answers. */
  readonly url: string;
  readonly form: SignUpForm;
  /** Signed-in people, each of whom reads who they are. */
  readonly readers: ReadTarget;
  /** Its own processes, the one that answers requests first. */
  readonly processes: Part & { readonly pids: readonly number[] };
  readonly hash: 'argon2id' | 'scrypt';
}

export interface Start {
  readonly seconds: number;
}

/** A database of its own on the same server. Answers its URL. */
export async function newDatabase({ sql, url }: BenchDatabase, name: string): Promise<string> {
  await sql`create database ${sql(name)}`;
  return url.replace(/\/gatehouse(?=\?|$)/, `/${name}`);
}
