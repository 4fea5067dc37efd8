import { ApiHarness, somebody } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { ServiceHarness } from '../support/service-harness.js';
import { SilentProxy } from '../support/silent-proxy.js';

/** What was promised, and what a busy machine may take to notice that it was kept, in milliseconds. */
const LOOK_MS = 1_000;
const RECOVERY_MS = 5_000;
const SLACK_MS = 1_000;
/** Longer than a worker's loops may stand still. */
const LONG_SILENCE_MS = 60_000;

const time = async <T>(run: () => Promise<T>): Promise<{ took: number; answer: T }> => {
  const began = performance.now();
  const answer = await run();
  return { took: performance.now() - began, answer };
};

describe('a database whose packets are lost', () => {
  let db: TestDatabase;
  let proxy: SilentProxy;
  let harness: ServiceHarness;
  /** Reaches the database another way. */
  let other: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    proxy = await SilentProxy.open(db.url);
    harness = await ServiceHarness.open({ db, environment: { DATABASE_URL: proxy.url } });
    other = await ApiHarness.open(db);
  });
  afterAll(async () => {
    proxy?.speak();
    await harness?.close();
    await other?.close();
    await proxy?.close();
    await db?.drop();
  });

  const ready = (url: string) =>
    time(async () => {
      const answer = await fetch(`${url}/health/ready`, { headers: { Origin: 'https://shop.example' } });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    });
  const stalled = ({ body }: { body: Record<string, unknown> }) =>
    (body['loops'] as { name: string; state: string }[])
      .filter(({ state }) => state === 'stalled')
      .map(({ name }) => name);

  it('is told of by health within a second, and by every answer with a time to come back', async () => {
    const person = somebody();
    const id = await harness.activated(person);
    expect((await ready(harness.api.url)).answer.status).toBe(200);
    expect((await ready(harness.workerUrl)).answer).toMatchObject({ status: 200, body: { status: 'ready' } });
    proxy.fallSilent();
    for (let look = 0; look < 5; look++) {
      const { took, answer } = await ready(harness.api.url);
      expect(answer).toMatchObject({ status: 503, body: { status: 'not-ready', database: 'down' } });
      expect(took).toBeLessThan(LOOK_MS + SLACK_MS);
    }
    const answers = await Promise.all([
      harness.api.http.get(`/v1/users/${id}/activation`),
      harness.api.http.post('/v1/users').send(somebody()),
      harness.api.http.post('/v1/sessions').send(person),
    ]);
    for (const answer of answers) {
      harness.api.expectProblem(answer, 503, 'busy');
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    }
  });

  it('leaves the figures of every process to be read', async () => {
    for (const url of [harness.api.metricsUrl, `${harness.workerUrl}/metrics`]) {
      const { took, answer } = await time(() => fetch(url));
      expect(answer.status).toBe(200);
      expect(took).toBeLessThan(LOOK_MS + SLACK_MS);
      expect(await answer.text()).toMatch(/^process_cpu_seconds_total /m);
    }
  });

  it('makes a worker that does nothing say so', async () => {
    await eventually(
      'its loops are told of',
      async () => {
        const { answer, took } = await ready(harness.workerUrl);
        expect(took).toBeLessThan(LOOK_MS);
        return answer.status === 503 && stalled(answer).includes('job queue') && stalled(answer).length > 2;
      },
      LONG_SILENCE_MS,
    );
  }, 90_000);

  it('is read, written and mailed from again five seconds after it is back, over connections that are new', async () => {
    const waiting = somebody();
    const id = await other.register(waiting);
    const later = somebody();
    proxy.speak();
    const back = performance.now();
    const since = () => performance.now() - back;
    const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<number> => {
      await eventually(what, holds, RECOVERY_MS + SLACK_MS);
      return since();
    };
    const took = await Promise.all([
      until('a read', async () => (await harness.api.http.get(`/v1/users/${id}/activation`)).status === 200),
      until('a sign-up', async () => (await harness.api.http.post('/v1/users').send(later)).status === 201),
      until('a mail', () => harness.mailsTo(waiting).length > 0),
    ]);
    expect(Math.max(...took)).toBeLessThan(RECOVERY_MS + SLACK_MS);
    await eventually('the worker is ready', async () => (await ready(harness.workerUrl)).answer.status === 200);
    expect((await ready(harness.api.url)).answer.status).toBe(200);
    await harness.mailTo(later);
  });
});
