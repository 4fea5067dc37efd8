import type { Command, Result } from '@gatehouse/kernel';
import { DatabaseFault } from '@gatehouse/platform/postgres';
import type { Test } from 'supertest';
import type { ApiHarness } from '../../../support/api.js';
import type { Stage } from '../problems/stage.js';
import type { Look } from './traces.js';

export type CommandRunner = Pick<ApiHarness, 'execute'>;

/** What executes the commands that no route offers. */
export interface CommandRunners {
  readonly worker: CommandRunner;
  readonly operator: CommandRunner;
}

/** Asks for the same once, and returns the caller's answer: `201`, or `404 user-unknown`. */
export type Attempt = (api: ApiHarness, runners: CommandRunners) => Promise<string>;

export interface CutCommand {
  readonly name: string;
  /**
   * Makes what it is about, each time from people and things that were never seen before.
   * @param receiver where a webhook may lead
   */
  readonly prepare: (stage: Stage, receiver: string) => Promise<Attempt>;
  /** The answer to a caller who asks again for what is done, where that is another true one. */
  readonly again?: string;
  /** What asking twice may add, where that is something of its own. */
  readonly costs?: Look;
  /** Whether it writes nothing. */
  readonly isReading?: boolean;
}

/** A password that is wrong by the time it comes again. */
export const WRONG_PASSWORD: Look = { 'authentication.failed.v1': 1, event_log: 1, password_tries: 1 };

export const FAULT = '503 busy';

export const cut = (
  name: string,
  prepare: CutCommand['prepare'],
  options: Pick<CutCommand, 'again' | 'costs' | 'isReading'> = {},
): CutCommand => ({
  name,
  prepare,
  ...options,
});

export async function outcomeOf(request: Test): Promise<string> {
  const { status, body } = await request;
  const { code } = (body ?? {}) as { code?: string };
  return code === undefined ? String(status) : `${status} ${code}`;
}

/** For what no route offers. */
export async function outcomeOfCommand(
  runner: CommandRunner,
  command: Command<Result<unknown, { readonly code: string }>>,
  application = 'default',
): Promise<string> {
  try {
    const outcome = await runner.execute(command, application);
    if (!outcome.ok) return outcome.error.code;
    const { outcome: what } = (outcome.value ?? {}) as { outcome?: string };
    return what === undefined ? 'done' : `done ${what}`;
  } catch (error) {
    if (error instanceof DatabaseFault) return FAULT;
    throw error;
  }
}
