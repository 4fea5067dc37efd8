import { FindOneApplication } from '@gatehouse/applications/contract';
import { composeOperator } from '@gatehouse/deployment';
import {
  type Administrator,
  type Command,
  type CommandContext,
  type Query,
  queryWith,
  type Refusal,
  type Result,
} from '@gatehouse/kernel';
import { type Environment, readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import { DatabaseFault } from '@gatehouse/platform/postgres';
import { explainFailure } from '@gatehouse/platform/process';
import type { Container } from 'inversify';
import { operatorEnvironment } from './operator-environment.js';
import { Refused } from './refused.js';
import type { Terminal } from './terminal.js';

/** Anyone who can run this reaches the database and the keys: no other proof is asked. The audit log says so. */
const OPERATOR: Administrator = { kind: 'operator', id: null, application: 'default', everywhere: true };

/** The contexts as the other processes have them, for anyone who sits at the machine. */
export class Operator {
  readonly container: Container;

  /** @throws SettingsFault naming every fault at once */
  constructor(environment: Environment) {
    const settings = readSettings(environment);
    // Answers go to the standard output; nothing but a fault is worth a line beside them.
    const logger = createLogger({ environment: settings.environment, logLevel: 'silent' }, 'cli');
    this.container = composeOperator(settings, logger);
  }

  /** @throws Refused */
  async execute<T>(command: Command<Result<T, Refusal>>, application: string): Promise<T> {
    const result = await this.container.get(PLATFORM.commandBus).execute(command, this.context(application));
    if (!result.ok) throw new Refused(result.error);
    return result.value;
  }

  /** @throws Refused */
  async ask<T>(query: Query<Result<T, Refusal>>, application: string): Promise<T> {
    const result = await this.container.get(PLATFORM.queryBus).ask(query, this.context(application));
    if (!result.ok) throw new Refused(result.error);
    return result.value;
  }

  /** What the operator's calls run under. */
  context(application: string): CommandContext {
    return { application, network: null, requestId: this.container.get(PLATFORM.ids).next(), administrator: OPERATOR };
  }

  /** @throws Refused where there is no such application */
  async mustExist(application: string): Promise<void> {
    const query = queryWith(FindOneApplication, { slug: application });
    const found = await this.container.get(PLATFORM.queryBus).ask(query, this.context(application));
    if (!found.ok)
      throw new Refused({ code: 'application-not-found', detail: `Application "${application}" not found` });
  }

  async close(): Promise<void> {
    await this.container.get(PLATFORM.database).close();
    await this.container.unbindAllAsync();
  }
}

/** Runs `run` with an operator, and closes its connections whatever comes of that. */
export async function withOperator(terminal: Terminal, run: (operator: Operator) => Promise<void>): Promise<void> {
  const operator = new Operator(await operatorEnvironment(terminal));
  try {
    await run(operator);
  } catch (error) {
    throw error instanceof DatabaseFault ? named(error, terminal.environment) : error;
  } finally {
    await operator.close();
  }
}

/** Names the setting in front of what is wrong with the database: with a replica too, both may be meant. */
const named = (fault: DatabaseFault, environment: Environment): Error =>
  new Error(
    `${environment['DATABASE_READ_URL'] ? 'DATABASE_URL or DATABASE_READ_URL' : 'DATABASE_URL'}: ${explainFailure(fault)}`,
    { cause: fault },
  );
