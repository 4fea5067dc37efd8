import { randomUUID } from 'node:crypto';
import { wakeRelay } from '@gatehouse/platform/events';
import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { RawConnection } from '../../support/raw-http.js';
import { untilSettled } from '../../support/settled.js';

const { spyOn } = import.meta.jest;
const EVENTS = '/v1/events';

interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly events: readonly CloudEvent[];
  readonly nextAfter: string;
  readonly more: boolean;
}

describe('the log of events', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let key: { id: string; key: string };
  const connections: RawConnection[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    await admin.createApplication('shop');
    key = await admin.keyOf('shop');
  });
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const read = async (query: string, bearer = key.key): Promise<Page> => {
    const answer = await admin.call(bearer, 'get', `${EVENTS}${query}`);
    api.expectDocumented('GET /v1/events', answer);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body as Page;
  };
  const end = async () => {
    await untilSettled(db);
    return (await read('?after=latest')).nextAfter;
  };
  const write = async (type: string, application = 'shop') => {
    await db.sql`
    with written as (
      insert into gatehouse.event_log (application, id, subject, type, data)
      values (${application}, ${randomUUID()}, ${randomUUID()}, ${type}, '{}') returning 1)
    select ${wakeRelay(db.sql, [type])}::text from written`;
    await untilSettled(db);
  };
  const stream = async (query = '', headers: Readonly<Record<string, string>> = {}, harness = api) => {
    const connection = await RawConnection.open(harness.port);
    connections.push(connection);
    const lines = Object.entries({
      Host: 'api',
      Accept: 'text/event-stream',
      Authorization: `Bearer ${key.key}`,
      ...headers,
    });
    const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
    connection.write(`GET ${EVENTS}${query} HTTP/1.1\r\n${head}\r\n\r\n`);
    return connection;
  };
  const sent = (text: string) =>
    [...text.matchAll(/event: message\nid: (\S+)\ndata: (.*)\n\n/g)].map(([, id = '', data = '']) => ({
      id,
      event: JSON.parse(data) as CloudEvent,
    }));
  const typesIn = (text: string) => sent(text).map(({ event }) => event.type);
  const followed = (harness = api) =>
    eventually('the stream waits', async () => {
      const text = await (await fetch(harness.metricsUrl)).text();
      return /^gatehouse_event_followers [1-9]/m.test(text);
    });

  it('has what happened to a person, as CloudEvents, in order', async () => {
    const person = somebody();
    const after = await end();
    const id = await api.activated(person, 'shop');
    await untilSettled(db);
    const { events, more } = await read(`?after=${after}&types=user.registered.v1,user.activated.v1`);
    expect(more).toBe(false);
    expect(events).toMatchObject([
      { specversion: '1.0', source: '/applications/shop', type: 'user.registered.v1', subject: id },
      { type: 'user.activated.v1', subject: id, data: { userId: id, email: person.email } },
    ]);
    expect((await read('')).events.some(({ subject }) => subject === id)).toBe(true);
    expect(JSON.stringify(await read(`?after=${after}`))).not.toContain(person.password);
  });

  it('is read on from where a page ends, and stays there when nothing has come', async () => {
    const after = await end();
    for (const type of ['one.v1', 'two.v1', 'three.v1']) await write(type);
    const first = await read(`?after=${after}&limit=2`);
    expect(first).toMatchObject({ events: [{ type: 'one.v1' }, { type: 'two.v1' }], more: true });
    const second = await read(`?after=${first.nextAfter}&limit=2`);
    expect(second).toMatchObject({ events: [{ type: 'three.v1' }], more: false });
    expect(await read(`?after=${second.nextAfter}`)).toEqual({ events: [], nextAfter: second.nextAfter, more: false });
  });

  it('shows a key its own application and no other, and an administrator any', async () => {
    const after = await end();
    await write('mine.v1', 'shop');
    await write('theirs.v1', 'default');
    expect((await read(`?after=${after}`)).events.map(({ type }) => type)).toEqual(['mine.v1']);
    const named = await admin.call(key.key, 'get', EVENTS, 'default');
    api.expectProblem(named, 401, 'token-invalid');
    const { token } = await admin.someone('admin');
    const all = await admin.call(token, 'get', `${EVENTS}?after=${after}`, 'shop');
    expect((all.body as Page).events.map(({ type }) => type)).toEqual(['mine.v1']);
  });

  describe('with `wait`', () => {
    it('answers as soon as something has come', async () => {
      const after = await end();
      const waiting = read(`?after=${after}&wait=30&types=news.v1`);
      await followed();
      await write('no-news.v1');
      await write('news.v1');
      expect((await waiting).events.map(({ type }) => type)).toEqual(['news.v1']);
    });

    it('answers at once where there is something already', async () => {
      const after = await end();
      await write('old.v1');
      const began = performance.now();
      expect((await read(`?after=${after}&wait=30`)).events).toHaveLength(1);
      expect(performance.now() - began).toBeLessThan(10_000);
    });

    it('answers a page without events in the end, which leads past what was not asked for', async () => {
      const after = await end();
      const waiting = read(`?after=${after}&wait=1&types=nothing.v1`);
      await followed();
      await write('something-else.v1');
      const { events, nextAfter } = await waiting;
      expect({ events, moved: nextAfter !== after }).toEqual({ events: [], moved: true });
    });

    it('sends nothing to a key that was revoked meanwhile', async () => {
      const revoked = await admin.keyOf('shop');
      const after = await end();
      const waiting = admin.call(revoked.key, 'get', `${EVENTS}?after=${after}&wait=30`).then((answer) => answer);
      await followed();
      await admin.call(key.key, 'delete', `/v1/admin/keys/${revoked.id}`).expect(204);
      // The revocation itself is an event, and so ends the waiting.
      api.expectProblem(await waiting, 401, 'token-invalid');
    });
  });

  describe('as a stream', () => {
    it('sends what is there, then what comes, with cursors to continue from', async () => {
      const after = await end();
      await write('past.v1');
      const connection = await stream(`?after=${after}`);
      await connection.text((text) => typesIn(text).length === 1);
      await write('present.v1');
      const text = await connection.text((received) => typesIn(received).length === 2);
      expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n(?:.*\r\n)*Content-Type: text\/event-stream; charset=utf-8\r\n/i);
      expect(typesIn(text)).toEqual(['past.v1', 'present.v1']);
      const [first] = sent(text);
      const again = await stream('?after=latest', { 'Last-Event-ID': first?.id ?? '' });
      expect(typesIn(await again.text((received) => typesIn(received).length === 1))).toEqual(['present.v1']);
    });

    it('leaves out types that were not asked for, and replays from the beginning', async () => {
      const connection = await stream('?types=past.v1,later.v1');
      await connection.text((text) => typesIn(text).length === 1);
      await write('other.v1');
      await write('later.v1');
      const text = await connection.text((received) => typesIn(received).length === 2);
      expect(typesIn(text)).toEqual(['past.v1', 'later.v1']);
    });

    it('is refused with a place that is none', async () => {
      const connection = await stream('', { 'Last-Event-ID': '1-2-3; drop table' });
      const { status, body } = await connection.answer();
      expect({ status, body }).toMatchObject({ status: 422, body: { errors: [{ pointer: '/after' }] } });
    });

    it('ends when its key does', async () => {
      const mayRead = admin.keyOf('shop');
      const { id, key: text } = await mayRead;
      // The looks at the key come by the clock; the test does not wait for them.
      const looks: (() => void)[] = [];
      const interval = spyOn(globalThis, 'setInterval').mockImplementation((look) => {
        looks.push(look as () => void);
        return { unref: () => undefined } as unknown as NodeJS.Timeout;
      });
      const connection = await stream('?after=latest', { Authorization: `Bearer ${text}` });
      await connection.text((received) => received.includes('event-stream'));
      interval.mockRestore();
      for (const look of looks) look();
      await write('still-allowed.v1');
      await connection.text((received) => typesIn(received).includes('still-allowed.v1'));
      await admin.call(key.key, 'delete', `/v1/admin/keys/${id}`).expect(204);
      for (const look of looks) look();
      await connection.text((received) => received.endsWith('0\r\n\r\n'));
    });

    it('is not more than fifty for one application', async () => {
      const streams = await Promise.all(Array.from({ length: 50 }, () => stream('?after=latest')));
      await Promise.all(streams.map((connection) => connection.text((text) => text.includes('event-stream'))));
      const refused = await (await stream('?after=latest')).answer();
      expect(refused).toMatchObject({ status: 429, body: { code: 'throttled' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      streams[0]?.close();
      await eventually('there is room again', async () => {
        const connection = await stream('?after=latest');
        const text = await connection.text((received) => received.includes('\r\n\r\n'));
        connection.close();
        return text.startsWith('HTTP/1.1 200');
      });
    });
  });

  it('says where it begins to a cursor of an archived month, as a page and as a stream', async () => {
    await untilSettled(db);
    const { events, nextAfter } = await read('?limit=1');
    const [epoch, transactionId, position] = nextAfter.split('-');
    const old = `${epoch}-${transactionId}-${Number(position) - 1}`;
    await db.sql`
      insert into gatehouse.log_partitions (number, opened_at, month, end_epoch, end_transaction_id, end_position, dropped_at)
      values (0, now(), now(), ${epoch ?? ''}::int, ${transactionId ?? ''}::text::xid8, ${position ?? ''}::text::bigint, now())`;
    try {
      const page = await admin.call(key.key, 'get', `${EVENTS}?after=${old}`).set('Accept-Language', 'de');
      const told = { status: 410, code: 'events-archived', nextAfter };
      expect(page.body).toMatchObject({ ...told, detail: expect.stringContaining(`bis ${nextAfter} sind archiviert`) });
      const connection = await stream('', { 'Last-Event-ID': old });
      expect((await connection.answer()).body).toMatchObject(told);
      const rest = await read(`?after=${nextAfter}&limit=1`);
      expect(rest.events).not.toEqual(events);
      expect(await read('?limit=1')).toEqual(rest);
    } finally {
      await db.sql`delete from gatehouse.log_partitions where number = 0`;
    }
  });

  it('keeps nobody waiting when the service stops', async () => {
    const harness = await ApiHarness.open(db);
    const after = await end();
    const waiting = await stream(`?after=${after}&wait=30`, { Accept: 'application/json' }, harness);
    const following = await stream(`?after=${after}`, {}, harness);
    await following.text((text) => text.includes('event-stream'));
    await eventually('both wait', async () =>
      /^gatehouse_event_followers 2/m.test(await (await fetch(harness.metricsUrl)).text()),
    );
    const began = performance.now();
    await harness.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await waiting.answer()).toMatchObject({ status: 200, body: { events: [], nextAfter: after } });
    await following.over();
  });
});
