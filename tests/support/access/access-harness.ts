import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { composeApi } from '@gatehouse/deployment';
import { type Command, type CommandContext, type Result, systemClock } from '@gatehouse/kernel';
import { type Environment, readSettings, type Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { createLogger } from '@gatehouse/platform/logging';
import { REGISTRATION } from '@gatehouse/registration';
import { ActivateUser, DispatchActivationCode, RegisterUser } from '@gatehouse/registration/contract';
import type { Express } from 'express';
import type { Container } from 'inversify';
import { createApp } from '../../../apps/api/http/create-app.js';
import type { TestDatabase } from '../database.js';
import { StoppedClock } from './stopped-clock.js';

const KEY = Buffer.alloc(32, 'tests').toString('base64');
const ENVIRONMENT: Environment = {
  APP_ENV: 'test',
  LOG_LEVEL: 'silent',
  CODE_KEYS: `first:${KEY}`,
  TOKEN_KEYS: `first:${KEY}`,
};

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** The API as it is composed for production, on a test's database, with a clock that the test moves. */
export class AccessHarness {
  readonly clock = new StoppedClock(systemClock.now());
  readonly settings: Settings;
  readonly container: Container;

  constructor(
    private readonly db: TestDatabase,
    environment: Environment = {},
  ) {
    this.settings = readSettings({ ...ENVIRONMENT, DATABASE_URL: db.url, ...environment });
    this.container = composeApi(this.settings, createLogger(this.settings, 'tests'));
    this.container.rebind(PLATFORM.clock).toConstantValue(this.clock);
  }

  app(): Express {
    return createApp({
      settings: this.settings,
      logger: this.container.get(PLATFORM.logger),
      metrics: this.container.get(PLATFORM.metrics),
      operations: this.container.getAll(PLATFORM.operations).flat(),
      commands: this.container.get(PLATFORM.commandBus),
      queries: this.container.get(PLATFORM.queryBus),
      authenticator: this.container.get(PLATFORM.authenticator),
      administrators: this.container.get(PLATFORM.administrators),
      deadCookies: this.container.get(PLATFORM.deadCookies),
      admission: this.container.get(REGISTRATION.hashQueue),
    });
  }

  execute<R>(command: Command<R>, context: Partial<CommandContext> = {}): Promise<R> {
    const bus = this.container.get(PLATFORM.commandBus);
    return bus.execute(command, { application: 'default', network: null, requestId: 'tests', ...context });
  }

  /** Somebody who has signed up and waits for the code. */
  async pendingPerson(): Promise<Person> {
    const credentials = { email: `${randomUUID()}@example.com`, password: 'nine seven lanterns' };
    const { profile } = accepted(await this.execute(commandFrom(RegisterUser, credentials)));
    return { id: profile.id, ...credentials };
  }

  /** Somebody who has signed up and typed the code. */
  async activePerson(): Promise<Person> {
    const person = await this.pendingPerson();
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where user_id = ${person.id}`;
    const sent = accepted(
      await this.execute(commandFrom(DispatchActivationCode, { codeId: code?.id, sendTimeoutSeconds: 10 })),
    );
    if (sent.kind !== 'code') throw new Error(`No code was sent: ${sent.kind}`);
    const { email, password } = person;
    accepted(await this.execute(commandFrom(ActivateUser, { email, password, code: sent.digits })));
    return person;
  }

  async close(): Promise<void> {
    await this.container.get(PLATFORM.database).close();
  }
}

/** What a use case answered; a test that expects no refusal fails with its code. */
export function accepted<T>(result: Result<T, { readonly code: string }>): T {
  if (!result.ok) throw new Error(`Refused: ${result.error.code}`);
  return result.value;
}
