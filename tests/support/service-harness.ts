import 'reflect-metadata';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { composeWorker } from '@gatehouse/deployment';
import { type Environment, readSettings, type Settings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { PgBossJobQueue } from '@gatehouse/platform/jobs';
import { createLogger, type Logger } from '@gatehouse/platform/logging';
import { createSandbox, type Message, type Sandbox } from '@gatehouse/sandbox';
import type { Container } from 'inversify';
import { type RunningWorker, startWorker } from '../../apps/worker/start-worker.js';
import { ApiHarness, type Person, TEST_ENVIRONMENT } from './api.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { eventually } from './eventually.js';

export interface ServiceHarnessOptions {
  /** One that the test makes and drops; absent: a database of the suite's server. */
  readonly db?: TestDatabase;
  /** Settings, or what they are with the sandbox at that address. */
  readonly environment?: Environment | ((sandboxUrl: string) => Environment);
  /** Puts the test's own parts into the worker. */
  readonly adjustWorker?: (container: Container) => void;
  /** Where API and worker write their logs: nowhere by default. */
  readonly logger?: Logger;
}

/** With Postmark as the only provider of mails, which the sandbox stands in for. */
export const postmarkAt = (sandboxUrl: string) => ({
  MAIL_PROVIDERS: 'postmark',
  MAIL_SENDER: 'no-reply@acme.example',
  MAIL_POSTMARK_TOKEN: 'token',
  MAIL_POSTMARK_BASE_URL: sandboxUrl,
});

/**
 * The worker reads an event when every transaction that began before it has ended, those of other suites too; and a message
 * that was refused waits for its next attempt. In milliseconds.
 */
const MESSAGE_WITHIN_MS = 45_000;

/** API, worker and sandbox as they run together, each on a free port, on a database of the test's own. */
export class ServiceHarness {
  #worker: RunningWorker | null = null;
  #queue: PgBossJobQueue | null = null;
  readonly #processes: ChildProcess[] = [];

  private constructor(
    readonly db: TestDatabase,
    readonly sandbox: Sandbox,
    readonly api: ApiHarness,
    private readonly settings: Settings,
    private readonly options: ServiceHarnessOptions,
  ) {}

  static async open(options: ServiceHarnessOptions = {}): Promise<ServiceHarness> {
    const db = options.db ?? (await createTestDatabase());
    const sandbox = createSandbox();
    const url = await sandbox.listen(0);
    const given = typeof options.environment === 'function' ? options.environment(url) : options.environment;
    const environment = { MAIL_BASE_URL: url, ...given };
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: db.url, ...environment });
    const api = await ApiHarness.open(db, { environment, ...(options.logger && { logger: options.logger }) });
    const harness = new ServiceHarness(db, sandbox, api, settings, options);
    await harness.startWorker();
    return harness;
  }

  /** Where the sandbox's inbox is. */
  get sandboxUrl(): string {
    return this.settings.mail.providers[0]?.url ?? '';
  }

  async startWorker(): Promise<void> {
    this.#worker = await this.anotherWorker();
  }

  /** A worker beside the harness's own: anyone who asks for it stops it. */
  async anotherWorker(): Promise<RunningWorker> {
    const logger = this.options.logger ?? createLogger(this.settings, 'tests');
    const { container } = composeWorker(this.settings, logger);
    // It looks for dead workers' jobs more often than in production, as tests do not wait.
    const queue = new PgBossJobQueue(
      { url: this.settings.database.directUrl ?? this.settings.database.url, superviseSeconds: 1 },
      logger,
    );
    container.rebind(PLATFORM.jobQueue).toConstantValue(queue);
    const composed = { container, queue };
    this.options.adjustWorker?.(composed.container);
    this.#queue ??= composed.queue;
    return startWorker(this.settings, logger, composed);
  }

  /** Where the worker tells of its health and its figures. */
  get workerUrl(): string {
    if (!this.#worker) throw new Error('No worker is running');
    return this.#worker.url;
  }

  /** What the worker tells Prometheus. */
  async workerMetrics(): Promise<string> {
    if (!this.#worker) throw new Error('No worker is running');
    return this.#worker.container.get(PLATFORM.metrics).registry.metrics();
  }

  /** A worker in a process of its own, which can be killed; ready when it answers. */
  async workerProcess(): Promise<ChildProcess> {
    const environment = { ...TEST_ENVIRONMENT, DATABASE_URL: this.db.url, MAIL_BASE_URL: this.sandboxUrl };
    const child = fork(path.join(import.meta.dirname, '../../apps/worker/main.ts'), {
      env: { ...process.env, ...environment },
      execArgv: ['--import', path.join(import.meta.dirname, 'typescript-loader.ts')],
    });
    this.#processes.push(child);
    const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
      { type?: unknown } | null,
    ];
    if (message?.type !== 'ready') throw new Error('The worker did not start');
    return child;
  }

  /** Moves the job queue's clock forward, as far as it decides which workers are dead. */
  async advanceQueue(seconds: number): Promise<void> {
    await this.db.sql.unsafe(`
      create or replace function pgboss.job_now() returns timestamptz language sql stable
      as $$ select pg_catalog.now() + interval '${seconds} seconds' $$`);
  }

  async stopWorker(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = null;
    this.#queue = null;
  }

  /** Mails to somebody that the sandbox has accepted, oldest first. */
  mailsTo({ email }: Pick<Person, 'email'>): Message[] {
    return this.sandbox.store.list({ to: email, limit: 100 }).toReversed();
  }

  async mailTo(person: Pick<Person, 'email'>, number = 1): Promise<Message> {
    await eventually(`mail ${number} to the person`, () => this.mailsTo(person).length >= number, MESSAGE_WITHIN_MS);
    return this.mailsTo(person)[number - 1] as Message;
  }

  /** Activates with the code of the person's first mail. */
  async activate(person: Person): Promise<void> {
    const answer = await this.api.activate(person, codeIn(await this.mailTo(person)) ?? '');
    if (answer.status !== 200) throw new Error(`Activation refused: ${JSON.stringify(answer.body)}`);
  }

  /** Signs up and activates, with the mail that the worker sends; answers the account's id. */
  async activated(person: Person): Promise<string> {
    const userId = await this.api.register(person);
    await this.activate(person);
    return userId;
  }

  async deliveryIs(userId: string, state: string): Promise<void> {
    await eventually(`the message is ${state}`, async () => (await this.delivery(userId)) === state, MESSAGE_WITHIN_MS);
  }

  /** The worker records a delivery's end after the code's state, which the API tells: here it is written. */
  async deliveryIsRecorded(userId: string, state: string): Promise<void> {
    await eventually(
      `a delivery is recorded as ${state}`,
      async () => {
        const rows = await this.db
          .sql`select 1 from gatehouse.deliveries where user_id = ${userId} and state = ${state}`;
        return rows.length > 0;
      },
      MESSAGE_WITHIN_MS,
    );
  }

  async delivery(userId: string): Promise<string> {
    const answer = await this.api.http.get(`/v1/users/${userId}/activation`);
    return (answer.body as { delivery: string }).delivery;
  }

  deadLetters(): Promise<number> {
    if (!this.#queue) throw new Error('No worker is running');
    return this.#queue.deadLetters('deliver-message');
  }

  async close(): Promise<void> {
    for (const child of this.#processes) child.kill('SIGKILL');
    await this.stopWorker();
    await this.api.close();
    await this.sandbox.close();
    if (!this.options.db) await this.db.drop();
  }
}

/** The code of a mail: digits alone on a line of its text, or null where there are none. */
export const codeIn = ({ text }: Message): string | null => /^\d{4,10}$/m.exec(text ?? '')?.[0] ?? null;
