import { setTimeout as pause } from 'node:timers/promises';
import { REGISTRATION } from '@gatehouse/registration';
import { ApiHarness, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { type RawAnswer, RawConnection, rawExchange } from '../../support/raw-http.js';

const LIVE = 'GET /health/live HTTP/1.1\r\nHost: api\r\n\r\n';
const READY = 'GET /health/ready HTTP/1.1\r\nHost: api\r\n\r\n';

describe('a server that is asked to stop', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  const connections: RawConnection[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    // One password at a time, so that requests wait for each other.
    api = await ApiHarness.open(db, { environment: { HASH_CONCURRENCY: '1', HASH_QUEUE_LIMIT: '100' } });
  });
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
  });

  const open = async (): Promise<RawConnection> => {
    const connection = await RawConnection.open(api.port);
    connections.push(connection);
    return connection;
  };
  const signUp = (person: Person): string => {
    const body = JSON.stringify(person);
    return `POST /v1/users HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  };
  const queue = () => api.container.get(REGISTRATION.hashQueue);
  /** Lets no password be hashed until it is called. */
  const holdHashes = (): (() => void) => {
    const held = Promise.withResolvers<void>();
    void queue().run({ application: 'default', priority: 'activation' }, 0, (compute) =>
      compute(0, () => held.promise),
    );
    return held.resolve;
  };
  /** So many sign-ups, all of them admitted and none of them done. */
  const signUpsUnderWay = async (count: number): Promise<{ people: Person[]; answers: Promise<RawAnswer>[] }> => {
    const people = Array.from({ length: count }, somebody);
    const answers = people.map(async (person) => {
      const connection = await open();
      connection.write(signUp(person));
      return connection.answer();
    });
    await eventually('all wait for their hash', () => queue().waiting === count);
    return { people, answers };
  };

  it('answers every request that it has admitted, and keeps what it answered', async () => {
    const release = holdHashes();
    const { people, answers } = await signUpsUnderWay(20);
    const closed = api.close();
    release();
    const answered = await Promise.all(answers);
    expect(answered.map(({ status }) => status)).toEqual(Array(20).fill(201));
    await closed;
    const emails = people.map(({ email }) => email);
    expect(await db.sql`select from gatehouse.users where email in ${db.sql(emails)}`).toHaveLength(20);
  });

  it('announces to clients that the connection ends with the answer', async () => {
    const release = holdHashes();
    const { answers } = await signUpsUnderWay(2);
    const closed = api.close();
    release();
    for (const { headers } of await Promise.all(answers)) expect(headers['connection']).toBe('close');
    await closed;
    await Promise.all(connections.map((connection) => connection.over()));
  });

  it('answers all of the requests that a client sent without waiting', async () => {
    const release = holdHashes();
    const connection = await open();
    connection.write(`${signUp(somebody())}${signUp(somebody())}${LIVE}`);
    await eventually('both wait', () => queue().waiting === 2);
    const closed = api.close();
    release();
    const statuses = [await connection.answer(), await connection.answer(), await connection.answer()];
    expect(statuses.map(({ status }) => status)).toEqual([201, 201, 200]);
    await closed;
  });

  it('closes connections that wait for nothing, and takes no new ones', async () => {
    const idle = await open();
    idle.write(LIVE);
    await idle.answer();
    const release = holdHashes();
    const { answers } = await signUpsUnderWay(3);
    const closed = api.close();
    await idle.over();
    await expect(rawExchange(api.port, LIVE)).rejects.toThrow();
    release();
    await Promise.all(answers);
    await closed;
  });

  it('says in the meantime that it is not ready, and still serves what was begun', async () => {
    const [first, second] = [await open(), await open()];
    first.write(READY.slice(0, -2));
    const body = JSON.stringify(somebody());
    const [head, rest] = [signUp(somebody()).split('\r\n\r\n', 1)[0], body];
    second.write(`${head}\r\n\r\n`);
    const release = holdHashes();
    const { answers } = await signUpsUnderWay(3);
    const closed = api.close();
    first.write('\r\n');
    second.write(rest);
    const ready = await first.answer();
    api.expectDocumented('GET /health/ready', ready);
    expect(ready).toMatchObject({ status: 503, body: { status: 'not-ready', database: 'up', server: 'draining' } });
    release();
    expect(await second.answer()).toMatchObject({ status: 201, headers: { connection: 'close' } });
    await Promise.all(answers);
    await closed;
  });

  describe('and announces it first', () => {
    const DELAY_MS = 1_000;
    /** In which a proxy or a client may send on a connection before it knows better. */
    const UNAWARE_MS = 20;

    beforeEach(async () => {
      await api.close();
      api = await ApiHarness.open(db, { environment: { SHUTDOWN_DELAY_MS: String(DELAY_MS) } });
    });

    it('answers what arrives on a kept connection, and says that the connection ends', async () => {
      const kept = await open();
      kept.write(LIVE);
      expect((await kept.answer()).headers['connection']).not.toBe('close');
      const closed = api.close();
      await pause(UNAWARE_MS);
      kept.write(LIVE);
      expect(await kept.answer()).toMatchObject({ status: 200, headers: { connection: 'close' } });
      await kept.over();
      await closed;
    });

    it('closes no connection that could still be asked on, though others end', async () => {
      const [kept, busy] = [await open(), await open()];
      for (const connection of [kept, busy]) {
        connection.write(LIVE);
        await connection.answer();
      }
      const closed = api.close();
      busy.write(LIVE);
      await busy.answer();
      await busy.over();
      kept.write(LIVE);
      expect(await kept.answer()).toMatchObject({ status: 200, headers: { connection: 'close' } });
      await closed;
    });

    it('serves new connections meanwhile, and reports to load balancers that it is not ready', async () => {
      const closed = api.close();
      await pause(UNAWARE_MS);
      expect(await rawExchange(api.port, READY)).toMatchObject({ status: 503, body: { server: 'draining' } });
      expect(await rawExchange(api.port, signUp(somebody()))).toMatchObject({ status: 201 });
      await closed;
      await expect(rawExchange(api.port, LIVE)).rejects.toThrow();
    });

    it('answers all requests that come in a row, and ends the connection with the last', async () => {
      const kept = await open();
      kept.write(LIVE);
      await kept.answer();
      const closed = api.close();
      await pause(UNAWARE_MS);
      kept.write(`${signUp(somebody())}${signUp(somebody())}${LIVE}`);
      const answers = [await kept.answer(), await kept.answer(), await kept.answer()];
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 200]);
      expect(answers.at(-1)?.headers['connection']).toBe('close');
      await kept.over();
      await closed;
    });
  });

  it('has nothing to wait for when nothing is under way', async () => {
    await rawExchange(api.port, LIVE);
    const began = performance.now();
    await api.close();
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
