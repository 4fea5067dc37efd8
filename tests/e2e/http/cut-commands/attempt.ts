import type { Command, Result } from '@gatehouse/kernel';
import { DatabaseFault } from '@gatehouse/platform/postgres';
import type { Test } from 'supertest';
import type { ApiHarness } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import type { Look } from './traces.js';

/** Asks for the same once, by way of an API, and answers what the caller is told: `201`, or `404 user-unknown`. */
export type Attempt = (api: ApiHarness) => Promise<string>;

/** A command that writes. */
export interface CutCommand {
  readonly name: string;
  /** Makes what it is about, each time from people and things that were never seen before. */
  readonly prepare: (stage: Stage) => Promise<Attempt>;
  /** What a caller is told who asks again for what is done, where that is something else and true. */
  readonly again?: string;
  /** What asking twice may add, where that is something of its own. */
  readonly costs?: Look;
}

/** A password that is wrong by the time it comes again. */
export const WRONG_PASSWORD: Look = { 'authentication.failed.v1': 1, event_log: 1, password_tries: 1 };

export const FAULT = '503 busy';

export const cut = (
  name: string,
  prepare: CutCommand['prepare'],
  options: Pick<CutCommand, 'again' | 'costs'> = {},
): CutCommand => ({
  name,
  prepare,
  ...options,
});

export async function told(request: Test): Promise<string> {
  const { status, body } = await request;
  const { code } = (body ?? {}) as { code?: string };
  return code === undefined ? String(status) : `${status} ${code}`;
}

/** For what no route offers. */
export async function toldOf(
  api: ApiHarness,
  command: Command<Result<unknown, { readonly code: string }>>,
): Promise<string> {
  try {
    const outcome = await api.execute(command);
    return outcome.ok ? 'done' : outcome.error.code;
  } catch (error) {
    if (error instanceof DatabaseFault) return FAULT;
    throw error;
  }
}
