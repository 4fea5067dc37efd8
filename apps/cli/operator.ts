import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { accessRefusals } from '@gatehouse/access/contract';
import { applicationsRefusals, FindOneApplication } from '@gatehouse/applications/contract';
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
import { notificationRefusals } from '@gatehouse/notification/contract';
import { type Environment, readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import { DatabaseFault } from '@gatehouse/platform/postgres';
import { explainFailure } from '@gatehouse/platform/process';
import { registrationRefusals } from '@gatehouse/registration/contract';
import { webhooksRefusals } from '@gatehouse/webhooks/contract';
import type { Container } from 'inversify';
import type { Terminal } from './terminal.js';

/** The second name is that of versions before 0.2, one of which may be what runs in the folder. */
const FILES = ['local.env', 'house.env'];

/**
 * The program's settings: the environment, and where that names no database, the deployment that `npm start` runs in
 * this folder. Production takes nothing from a file.
 */
export async function operatorEnvironment(terminal: Terminal): Promise<Environment> {
  const given = terminal.environment;
  if (given['DATABASE_URL']?.trim() || given['APP_ENV'] === 'production') return given;
  const text = await firstOf(FILES.map((name) => terminal.file(path.join('.gatehouse', name))));
  const said = Object.entries(given).filter(([, value]) => value?.trim());
  return { ...parseEnv(text), ...Object.fromEntries(said) };
}

/** What the codes of refusals mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  ...registrationRefusals,
  ...accessRefusals,
  ...applicationsRefusals,
  ...webhooksRefusals,
  ...notificationRefusals,
  'field-unknown': 'Unknown field',
};

/** A command's business "no", on its way to anyone who sits at the machine. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly refusal: Refusal) {
    const faults = (refusal.errors ?? []).map(({ pointer, message }) => `\n  ${pointer.slice(1)}: ${message}`);
    super(`${refusal.detail ?? MEANINGS[refusal.code] ?? refusal.code}${faults.join('')}`);
  }
}

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

interface FoundPage<Entry> {
  readonly entries: readonly Entry[];
  readonly nextAfter: string | null;
}

/** Entries of a list that comes by pages: the whole list, or as many as are wanted. */
export async function upTo<Entry>(
  limit: number,
  pageAfter: (after: string | null, most: number) => Promise<FoundPage<Entry>>,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for (let after: string | null = null; ; ) {
    const page: FoundPage<Entry> = await pageAfter(after, Math.min(LARGEST_PAGE, limit - found.length));
    found.push(...page.entries);
    after = page.nextAfter;
    if (after === null || found.length >= limit) return found;
  }
}

const LARGEST_PAGE = 200;

async function firstOf(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  return '';
}

/** Names the setting in front of what is wrong with the database: with a replica too, both may be meant. */
const named = (fault: DatabaseFault, environment: Environment): Error =>
  new Error(
    `${environment['DATABASE_READ_URL'] ? 'DATABASE_URL or DATABASE_READ_URL' : 'DATABASE_URL'}: ${explainFailure(fault)}`,
    { cause: fault },
  );
