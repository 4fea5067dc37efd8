import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { Pool } from 'undici';
import { somebody } from '../support/api.js';
import { freePort } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { HaProxy } from '../support/haproxy.js';
import { ServiceProcess } from '../support/service-process.js';

const INSTANCES = 2;
const READERS = 6;
const SIGNERS = 2;

type Outcome = number | string;

/** Clients that keep their connections, and ask again as soon as they are answered. */
class Load {
  readonly outcomes: Outcome[] = [];
  readonly signedUp: string[] = [];
  readonly #pool: Pool;
  readonly #loops: Promise<void>[] = [];
  #isOver = false;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: READERS + SIGNERS, pipelining: 1 });
  }

  start(): void {
    for (let reader = 0; reader < READERS; reader++) this.#loops.push(this.#again(() => this.#read()));
    for (let signer = 0; signer < SIGNERS; signer++) this.#loops.push(this.#again(() => this.#signUp()));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
    await this.#pool.close();
  }

  async #again(ask: () => Promise<Outcome>): Promise<void> {
    while (!this.#isOver) this.outcomes.push(await ask().catch((error: Error) => error.message));
  }

  async #read(): Promise<Outcome> {
    const { statusCode, body } = await this.#pool.request({ method: 'GET', path: '/.well-known/jwks.json' });
    await body.dump();
    return statusCode;
  }

  async #signUp(): Promise<Outcome> {
    const person = somebody();
    const headers = { 'content-type': 'application/json' };
    const { statusCode, body } = await this.#pool.request({
      method: 'POST',
      path: '/v1/users',
      headers,
      body: JSON.stringify(person),
    });
    await body.dump();
    if (statusCode === 201) this.signedUp.push(person.email);
    return statusCode;
  }
}

describe('a rolling restart of everything behind HAProxy', () => {
  let db: TestDatabase;
  let sandbox: Sandbox;
  let proxy: HaProxy;
  let ports: number[];
  let apis: ServiceProcess[];
  let workers: ServiceProcess[];
  let environment: Readonly<Record<string, string>>;

  const startApi = (index: number) => ServiceProcess.start('api', { ...environment, PORT: String(ports[index]) });
  const startWorker = () => ServiceProcess.start('worker', environment);

  beforeAll(async () => {
    db = await createTestDatabase();
    sandbox = createSandbox();
    environment = { DATABASE_URL: db.url, MAIL_BASE_URL: await sandbox.listen(0), SHUTDOWN_DELAY_MS: '2000' };
    ports = [await freePort(), await freePort()];
    [apis, workers] = await Promise.all([
      Promise.all(ports.map((_, index) => startApi(index))),
      Promise.all(ports.map(startWorker)),
    ]);
    proxy = await HaProxy.before(ports);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([...(apis ?? []), ...(workers ?? [])].map((child) => child.stop()));
    await proxy?.close();
    await sandbox?.close();
    await db?.drop();
  }, 60_000);

  it('loses and refuses no request, and every sign-up is mailed', async () => {
    const load = new Load(proxy.url);
    load.start();
    await eventually('people sign up', () => load.signedUp.length > 10, 60_000);
    for (let index = 0; index < INSTANCES; index++) {
      expect(await apis[index]?.stop()).toBe(0);
      apis[index] = await startApi(index);
      await proxy.isUp(`api${index}`);
      expect(await workers[index]?.stop()).toBe(0);
      workers[index] = await startWorker();
    }
    await load.stop();
    expect(load.outcomes.filter((outcome) => outcome !== 200 && outcome !== 201)).toEqual([]);
    expect(load.outcomes.length).toBeGreaterThan(500);
    const mailed = () => load.signedUp.every((email) => sandbox.store.list({ to: email, limit: 1 }).length > 0);
    await eventually('every sign-up is mailed', mailed, 60_000);
  }, 300_000);
});
