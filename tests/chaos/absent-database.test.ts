import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { somebody, TEST_ENVIRONMENT } from '../support/api.js';
import { freePort } from '../support/broker/nats-server.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { SilentProxy } from '../support/silent-proxy.js';

const START_MS = 40_000;
const AWAY = 'The database is unavailable: waiting for it';

describe('a process that starts while the database is away', () => {
  let db: TestDatabase;
  let port: number;
  let children: ChildProcess[];
  let proxy: SilentProxy | null;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    port = await freePort();
    children = [];
    proxy = null;
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await proxy?.close();
  });

  const start = (program: 'api' | 'worker', metricsPort = 0) => {
    const url = new URL(db.url);
    url.host = `127.0.0.1:${port}`;
    const child = fork(path.join(import.meta.dirname, `../../apps/${program}/main.ts`), {
      env: {
        ...process.env,
        ...TEST_ENVIRONMENT,
        DATABASE_URL: url.href,
        LOG_LEVEL: 'info',
        METRICS_PORT: String(metricsPort),
      },
      execArgv: ['--import', path.join(import.meta.dirname, '../support/typescript-loader.ts')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    const lines: string[] = [];
    const messages: { url?: string }[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n')));
    child.on('message', (message) => messages.push(message as { url?: string }));
    return { child, messages, said: (words: string) => lines.filter((line) => line.includes(words)).length };
  };
  const comesBack = async () => {
    proxy = await SilentProxy.open(db.url, port);
  };
  const signUp = (url: string) =>
    fetch(`${url}/v1/users`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(somebody()),
    });
  const isReady = async (url: string) => (await fetch(`${url}/health/ready`)).status === 200;

  it('waits where it is a worker, says so once, and goes to work', async () => {
    const metricsPort = await freePort();
    const worker = start('worker', metricsPort);
    await eventually('it says so', () => worker.said(AWAY) > 0, START_MS);
    const url = `http://127.0.0.1:${metricsPort}`;
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const health = await fetch(`${url}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ status: 'not-ready', server: 'starting' });
    expect(worker.child.exitCode).toBeNull();
    await comesBack();
    await eventually('it works', () => isReady(url), START_MS);
    expect(worker.messages).toMatchObject([{ type: 'ready' }]);
    expect(worker.said('The database is available')).toBe(1);
    expect(worker.said(AWAY)).toBe(1);
  });

  it('ends when it is told to, though it waits', async () => {
    const worker = start('worker');
    await eventually('it says so', () => worker.said(AWAY) > 0, START_MS);
    const ended = once(worker.child, 'exit');
    worker.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('answers where it is an API, is not ready, says so, and is ready once the database is there', async () => {
    const api = start('api');
    await eventually('it says so', () => api.said(AWAY) > 0, START_MS);
    await eventually('it answers', () => api.messages.length > 0, START_MS);
    const url = api.messages[0]?.url ?? '';
    const health = await fetch(`${url}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({ database: 'down', server: 'serving' });
    const early = await signUp(url);
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await early.json()).toMatchObject({ code: 'busy' });
    await comesBack();
    await eventually('it is ready', () => isReady(url), START_MS);
    expect((await signUp(url)).status).toBe(201);
    await eventually('it says that too', () => api.said('The database is available') === 1);
  });
});
