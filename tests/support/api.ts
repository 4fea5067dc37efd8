import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { composeApi } from '@gatehouse/deployment';
import type { Command } from '@gatehouse/kernel';
import { type Environment, readSettings, type Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { createLogger, type Logger } from '@gatehouse/platform/logging';
import type { OpenApiDocument } from '@gatehouse/platform/openapi';
import { DispatchActivationCode, StartActivationCode } from '@gatehouse/registration/contract';
import type { Container } from 'inversify';
import supertest from 'supertest';
import type { ServerLimits } from '../../apps/api/http/connection-problems.js';
import { type RunningApi, startApi } from '../../apps/api/start-api.js';
import type { TestDatabase } from './database.js';
import { expectToBeProblem, expectToMatchDocument, type HttpResponse } from './openapi-matcher.js';
import { hashCheaply } from './registration/cheap-hashes.js';

const KEY = `first:${Buffer.alloc(32, 'tests').toString('base64')}`;

/** What the processes of the service are told in tests: free ports, silent logs, keys that are the same in every run. */
export const TEST_ENVIRONMENT: Environment = {
  APP_ENV: 'test',
  LOG_LEVEL: 'silent',
  HOST: '127.0.0.1',
  PORT: '0',
  METRICS_PORT: '0',
  CODE_KEYS: KEY,
  TOKEN_KEYS: KEY,
};

export interface ApiOptions {
  readonly environment?: Environment;
  readonly limits?: ServerLimits;
  /** Silent by default. */
  readonly logger?: Logger;
  /** As dear as in production; cheap by default. */
  readonly dearHashes?: boolean;
  /** Puts the test's own parts in place of the composed ones, before anything is made. */
  readonly adjust?: (container: Container) => void;
}

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Somebody nobody has heard of. */
export const somebody = (): Person => ({ email: `${randomUUID()}@example.com`, password: 'nine seven lanterns' });

export const basic = ({ email, password }: Person): string =>
  `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;

/** The API as it runs in production, on a test's database and a free port. */
export class ApiHarness {
  private constructor(
    readonly settings: Settings,
    readonly container: Container,
    /** As it stands at /openapi.json. */
    readonly document: OpenApiDocument,
    private readonly running: RunningApi,
    private readonly db: TestDatabase,
  ) {}

  static async open(
    db: TestDatabase,
    { environment, limits, dearHashes, adjust, ...given }: ApiOptions = {},
  ): Promise<ApiHarness> {
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...environment });
    const logger = given.logger ?? createLogger(settings, 'tests');
    const container = composeApi(settings, logger);
    if (!dearHashes) hashCheaply(container);
    adjust?.(container);
    const running = await startApi(settings, logger, { container, ...(limits && { limits }) });
    const document = await supertest(running.url).get('/openapi.json');
    return new ApiHarness(settings, container, document.body as OpenApiDocument, running, db);
  }

  get url(): string {
    return this.running.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  get metricsUrl(): string {
    return this.running.metricsUrl;
  }

  get http(): ReturnType<typeof supertest> {
    return supertest(this.url);
  }

  /** What the API tells Prometheus. */
  async metrics(): Promise<{ readonly text: string }> {
    return { text: await (await fetch(this.metricsUrl)).text() };
  }

  /** Fails unless /openapi.json tells of the answer: `operation` as the document has it, `POST /v1/users`. */
  expectDocumented(operation: string, response: HttpResponse): void {
    const [method = '', path = ''] = operation.split(' ');
    expectToMatchDocument(this.document, { method, path, response });
  }

  /** Fails unless the answer is a problem with this code, for requests that reach no operation. */
  expectProblem(response: HttpResponse, status: number, code: string): void {
    expectToBeProblem(this.document, response);
    expect(response).toMatchObject({ status, body: { type: `/problems/${code}`, status, code } });
  }

  /** Signs up and answers the registration's id. */
  async register(person: Person, application = 'default'): Promise<string> {
    const answer = await this.http.post('/v1/users').set('Gatehouse-Application', application).send(person);
    if (answer.status !== 201) throw new Error(`Sign-up refused: ${JSON.stringify(answer.body)}`);
    return (answer.body as { id: string }).id;
  }

  /** Stands in for worker and provider: the latest mail is handed over, and the provider accepts it. */
  async deliver(userId: string, application = 'default'): Promise<string> {
    const digits = await this.send(userId, application);
    const codeId = await this.latestCode(userId);
    const started = await this.execute(commandFrom(StartActivationCode, { codeId }), application);
    if (!started.ok) throw new Error(`Not started: ${started.error.code}`);
    return digits;
  }

  /** Hands over a registration's latest message of one channel, and the provider accepts: answers its digits. */
  async deliverBy(channel: 'mail' | 'sms', userId: string, application = 'default'): Promise<string> {
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where user_id = ${userId} and channel = ${channel}
      order by issued_at desc, number desc limit 1`;
    const fields = { codeId: code?.id, sendTimeoutSeconds: 10 };
    const dispatched = await this.execute(commandFrom(DispatchActivationCode, fields), application);
    if (!dispatched.ok || dispatched.value.kind !== 'code') throw new Error(`No code: ${JSON.stringify(dispatched)}`);
    await this.execute(commandFrom(StartActivationCode, { codeId: code?.id }), application);
    return dispatched.value.digits;
  }

  /** The same, whichever mail it is: one with a code, or one that tells of an account. */
  async deliverAny(userId: string, application = 'default'): Promise<void> {
    const codeId = await this.latestCode(userId);
    await this.execute(commandFrom(DispatchActivationCode, { codeId, sendTimeoutSeconds: 10 }), application);
    await this.execute(commandFrom(StartActivationCode, { codeId }), application);
  }

  /** The mail is on its way: answers its digits before the provider has accepted it. */
  async send(userId: string, application = 'default'): Promise<string> {
    const fields = { codeId: await this.latestCode(userId), sendTimeoutSeconds: 10 };
    const dispatched = await this.execute(commandFrom(DispatchActivationCode, fields), application);
    if (!dispatched.ok) throw new Error(`Not dispatched: ${dispatched.error.code}`);
    if (dispatched.value.kind !== 'code') throw new Error(`No code is sent: ${dispatched.value.kind}`);
    return dispatched.value.digits;
  }

  /** The same for the latest reset of an address: digits where a mail goes out, null where the address is nobody's. */
  async deliverReset(email: string, application = 'default'): Promise<string | null> {
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes
      where application = ${application} and target = ${email} and purpose = 'password-reset'
      order by issued_at desc, number desc limit 1`;
    if (!code) throw new Error('Nobody has asked for a reset');
    const fields = { codeId: code.id, sendTimeoutSeconds: 10 };
    const dispatched = await this.execute(commandFrom(DispatchActivationCode, fields), application);
    if (!dispatched.ok) throw new Error(`Not dispatched: ${dispatched.error.code}`);
    await this.execute(commandFrom(StartActivationCode, { codeId: code.id }), application);
    return dispatched.value.kind === 'code' ? dispatched.value.digits : null;
  }

  /** Signs up and activates; answers the account's id. */
  async activated(person: Person, application = 'default'): Promise<string> {
    const userId = await this.register(person, application);
    const code = await this.deliver(userId, application);
    const answer = await this.activate(person, code, application);
    if (answer.status !== 200) throw new Error(`Activation refused: ${JSON.stringify(answer.body)}`);
    return userId;
  }

  activate(person: Person, code: string, application = 'default'): supertest.Test {
    return this.http
      .post('/v1/users/activation')
      .set('Authorization', basic(person))
      .set('Gatehouse-Application', application)
      .send({ code });
  }

  /** Drains, as on SIGTERM, and lets go of everything. */
  close(): Promise<void> {
    return this.running.stop();
  }

  /** The id of a registration's latest code. */
  async latestCode(userId: string): Promise<string> {
    const [code] = await this.db.sql<{ id: string }[]>`
      select id from gatehouse.activation_codes where user_id = ${userId} order by issued_at desc, number desc limit 1`;
    if (!code) throw new Error(`No code for ${userId}`);
    return code.id;
  }

  execute<R>(command: Command<R>, application = 'default'): Promise<R> {
    const context = { application, network: null, requestId: 'tests' };
    return this.container.get(PLATFORM.commandBus).execute(command, context);
  }
}

/** A number of as many digits that is not the one given. */
export const otherThan = (digits: string): string =>
  String((Number(digits) + 1) % 10 ** digits.length).padStart(digits.length, '0');
