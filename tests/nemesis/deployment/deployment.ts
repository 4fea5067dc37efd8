import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { Closing } from '../../bench/deployment/closing.ts';
import { freePort, NatsServer } from '../../support/broker/nats-server.ts';
import { DatabaseDisk } from './database-disk.ts';
import { DatabaseServer } from './database-server.ts';
import type { Link } from './link.ts';
import { Links } from './links.ts';
import { copyPrograms, type Patch } from './program-tree.ts';
import { Service } from './service.ts';

export const APPLICATION = 'shop';
/** The consumer of the stream of events that a neighbour reads. */
export const FOLLOWER = 'neighbour';
export const PROVIDERS = ['postmark', 'resend', 'twilio'] as const;

const run = promisify(execFile);

/** People come back soon in a short run; whatever else is said here is what an operator may say. */
const POLICY = {
  messages: { gapSeconds: 10, perHour: 60, perDay: 60, perNetworkAndHour: 100_000 },
  sms: { perDay: 10_000, leastProvenPercent: 0 },
};

export interface DeploymentOptions {
  readonly folder: string;
  readonly postgres: string;
  readonly patches: readonly Patch[];
  readonly note: (line: string) => void;
}

/** Two APIs, two workers, PostgreSQL, three brokers, three providers: each a process of its own, all links under control. */
export class Deployment {
  readonly closing = new Closing();
  readonly links = new Links();
  readonly sandbox: Sandbox = createSandbox({ limits: { messages: 200_000, characters: 2 ** 30 } });
  readonly #options: DeploymentOptions;
  #database: DatabaseServer | undefined;
  #brokers: readonly NatsServer[] = [];
  #apis: readonly Service[] = [];
  #workers: readonly Service[] = [];
  #doors: readonly Link[] = [];
  #key = '';
  #sandboxUrl = '';

  constructor(options: DeploymentOptions) {
    this.#options = options;
  }

  get database(): DatabaseServer {
    if (!this.#database) throw new Error('The database is not open yet');
    return this.#database;
  }

  get brokers(): readonly NatsServer[] {
    return this.#brokers;
  }

  get apis(): readonly Service[] {
    return this.#apis;
  }

  get workers(): readonly Service[] {
    return this.#workers;
  }

  get services(): readonly Service[] {
    return [...this.#apis, ...this.#workers];
  }

  /** Base URLs of the APIs, as clients reach them. */
  get apiUrls(): readonly string[] {
    return this.#doors.map(({ url }) => url);
  }

  /** A secret key of the application, with every scope. */
  get key(): string {
    return this.#key;
  }

  /** May be closed before it is open. */
  close(): Promise<void> {
    return this.closing.close();
  }

  async open(): Promise<void> {
    const { folder, postgres, patches, note } = this.#options;
    const programs = path.join(folder, 'programs');
    const data = path.join(folder, 'database');
    await Promise.all([mkdir(programs), mkdir(data)]);
    note('copies the programs, starts the database');
    const copied = copyPrograms(programs, patches);
    const disk = await DatabaseDisk.in(data);
    this.closing.add(() => disk.close());
    const database = await DatabaseServer.start(disk, postgres);
    this.#database = database;
    this.closing.add(() => database.close());
    await copied;
    const environment = this.#common();
    const cli = path.join(programs, 'apps/cli/dist/main.js');
    const operate = async (...words: string[]): Promise<string> => {
      const { stdout } = await run(process.execPath, [cli, ...words], {
        env: { PATH: process.env['PATH'], ...environment, DATABASE_URL: database.url },
      });
      return stdout;
    };
    note('migrates, starts the brokers');
    await operate('migrate', 'up');
    await this.#makeApplication(operate);
    await this.#openOutside();
    note('starts the APIs and the workers');
    await this.#startServices(programs, environment);
  }

  #common(): NodeJS.ProcessEnv {
    return {
      APP_ENV: 'test',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      METRICS_PORT: '0',
      // One issuer of tokens, whichever API answers.
      PUBLIC_URL: 'http://id.chaos.example',
      CODE_KEYS: `chaos:${randomBytes(32).toString('base64')}`,
      TOKEN_KEYS: `chaos:${randomBytes(32).toString('base64')}`,
      MESSAGES_PER_RECIPIENT_AND_DAY: '1000',
      MAIL_PROVIDERS: 'postmark,resend',
      MAIL_SENDER: 'no-reply@chaos.example',
      MAIL_POSTMARK_TOKEN: 'token',
      MAIL_RESEND_API_KEY: 'key',
      SMS_PROVIDERS: 'twilio',
      SMS_SENDER: '+15005550006',
      SMS_TWILIO_ACCOUNT_SID: 'account',
      SMS_TWILIO_AUTH_TOKEN: 'token',
      NATS_REPLICAS: '3',
      NATS_FOLLOWERS: `${APPLICATION}:${FOLLOWER}`,
    };
  }

  async #makeApplication(operate: (...words: string[]) => Promise<string>): Promise<void> {
    const settings = path.join(this.#options.folder, 'application.json');
    await writeFile(settings, JSON.stringify({ policy: POLICY, grants: POLICY }));
    await operate('applications', 'create', APPLICATION, '--name', 'The Shop', '--settings', settings);
    const made = await operate('keys', 'create', '--application', APPLICATION, '--name', 'chaos', '--json');
    this.#key = (JSON.parse(made) as { key: string }).key;
  }

  /** The sandbox and the brokers: what the services find when they start. */
  async #openOutside(): Promise<void> {
    this.#sandboxUrl = await this.sandbox.listen(0);
    this.closing.add(() => this.sandbox.close());
    this.closing.add(async () => this.links.close());
    this.#brokers = await NatsServer.cluster(async (port, index) => {
      const link = await this.links.add('broker', 'broker', `brokers > broker${index + 1}`, port);
      return link.port;
    });
    this.closing.add(async () => {
      for (const broker of this.#brokers) await broker.close();
    });
  }

  async #startServices(programs: string, common: NodeJS.ProcessEnv): Promise<void> {
    const start = async (kind: 'api' | 'worker', index: number): Promise<{ service: Service; port: number }> => {
      const name = `${kind}${index}`;
      const port = await freePort();
      const environment = { ...common, ...(await this.#environmentOf(kind, name)), PORT: String(port) };
      const program = path.join(programs, `apps/${kind}/dist/main.js`);
      const service = new Service({ name, program, environment, folder: this.#options.folder });
      this.closing.add(() => service.close());
      await service.start();
      return { service, port };
    };
    const workers = await Promise.all([1, 2].map((index) => start('worker', index)));
    const apis = await Promise.all([1, 2].map((index) => start('api', index)));
    this.#workers = workers.map(({ service }) => service);
    this.#apis = apis.map(({ service }) => service);
    const doors = apis.map(({ service, port }) => this.links.add('clients', 'api', `clients > ${service.name}`, port));
    this.#doors = await Promise.all(doors);
  }

  /** Each process has links of its own to everything. */
  async #environmentOf(kind: 'api' | 'worker', name: string): Promise<NodeJS.ProcessEnv> {
    const { database, links } = this;
    const url = new URL(database.url);
    url.host = `127.0.0.1:${(await links.add(kind, 'database', `${name} > database`, database.port)).port}`;
    const brokers = await Promise.all(
      this.#brokers.map(({ port }, index) => links.add(kind, 'broker', `${name} > broker${index + 1}`, port)),
    );
    const sandbox = Number(new URL(this.#sandboxUrl).port);
    const byProvider = PROVIDERS.map(async (provider) =>
      links.add(kind, 'providers', `${name} > ${provider}`, sandbox),
    );
    const [postmark, resend, twilio] = await Promise.all(byProvider);
    return {
      DATABASE_URL: url.href,
      NATS_URL: brokers.map(({ port }) => `nats://127.0.0.1:${port}`).join(','),
      MAIL_POSTMARK_BASE_URL: postmark?.url,
      MAIL_RESEND_BASE_URL: resend?.url,
      SMS_TWILIO_BASE_URL: twilio?.url,
    };
  }
}
