import { AbandonActivationCode } from '@gatehouse/registration/contract';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { RawConnection } from '../../support/raw-http.js';

const { spyOn } = import.meta.jest;
const STREAM = 'text/event-stream';
const SHOP = 'https://shop.example';

interface StatusEvent {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly delivery: string; readonly sentAt: string | null; readonly expiresAt: string | null };
}

describe('where the activation message is', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name, allowed_origins) values ('shop', 'Shop', ${[SHOP]})`;
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const statusOf = async (userId: string) => {
    const answer = await api.http.get(`/v1/users/${userId}/activation`);
    api.expectDocumented('GET /v1/users/{id}/activation', answer);
    return answer.body as Record<string, unknown>;
  };
  const fail = async (userId: string) => {
    const codeId = await api.latestCode(userId);
    await api.execute(Object.assign(new AbandonActivationCode(), { codeId, reason: 'refused' }));
  };
  const openStream = async (userId: string, headers: Record<string, string> = {}, harness = api) => {
    const connection = await RawConnection.open(harness.port);
    const lines = Object.entries({ Host: 'api', Accept: STREAM, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    connection.write(`GET /v1/users/${userId}/activation HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    return connection;
  };
  /** The events so far, once one of them has this delivery. */
  const eventsUntil = async (connection: RawConnection, delivery: string): Promise<StatusEvent[]> =>
    eventsOf(await connection.text((text) => eventsOf(text).at(-1)?.data.delivery === delivery));

  it('goes from queued over sending to sent, with the database’s times', async () => {
    const userId = await api.register(somebody());
    expect(await statusOf(userId)).toEqual({
      delivery: 'queued',
      sentAt: null,
      expiresAt: null,
      message: null,
      phone: null,
      serverTime: expect.any(String),
    });
    await api.send(userId);
    expect(await statusOf(userId)).toMatchObject({ delivery: 'sending', sentAt: null, expiresAt: null });
    await api.deliver(userId);
    const { delivery, sentAt, expiresAt, serverTime } = await statusOf(userId);
    expect(delivery).toBe('sent');
    expect(Date.parse(String(expiresAt)) - Date.parse(String(sentAt))).toBe(60_000);
    expect(Date.parse(String(serverTime))).toBeGreaterThanOrEqual(Date.parse(String(sentAt)));
  });

  it('is failed when the message was given up', async () => {
    const userId = await api.register(somebody());
    await api.send(userId);
    await fail(userId);
    expect(await statusOf(userId)).toMatchObject({ delivery: 'failed', sentAt: null, expiresAt: null });
  });

  it('is that of the latest message', async () => {
    const ada = somebody();
    const userId = await api.register(ada);
    await api.deliver(userId);
    await db.advance(31_000);
    await api.http.post('/v1/users/activation/code').send({ email: ada.email }).expect(202);
    expect(await statusOf(userId)).toMatchObject({ delivery: 'queued', sentAt: null });
  });

  describe('of a sign-up that was clicked twice', () => {
    it('follows the message that was sent, once its code has activated the account', async () => {
      const ada = somebody();
      const first = await api.register(ada);
      const second = await api.register(ada);
      const digits = await api.deliver(first);
      expect(await statusOf(second)).toMatchObject({ delivery: 'queued' });
      const stream = await openStream(second);
      const activated = api.http.post('/v1/users/activation').auth(ada.email, ada.password).send({ code: digits });
      expect(await activated).toMatchObject({ status: 200 });
      const { sentAt, expiresAt } = await statusOf(first);
      const expected = { delivery: 'sent', sentAt, expiresAt, phone: null };
      expect(await statusOf(second)).toMatchObject(expected);
      const events = await eventsUntil(stream, 'sent');
      expect(events.at(-1)?.data).toMatchObject(expected);
      await stream.text((text) => text.endsWith('0\r\n\r\n'));
    });

    it('ends where no message was sent at all', async () => {
      const ada = somebody();
      const userId = await api.register(ada);
      await db.sql`update gatehouse.users set state = 'superseded' where id = ${userId}`;
      await db.sql`update gatehouse.activation_codes set voided_at = now() where user_id = ${userId}`;
      expect(await statusOf(userId)).toMatchObject({ delivery: 'failed', sentAt: null, expiresAt: null });
    });
  });

  it('is not found by an id that is unknown, malformed or hostile', async () => {
    const ids = [
      '01a1fd8e-eb10-75a1-8d47-61bb163bd468',
      '1',
      '%00',
      "'%20or%20'1'='1",
      '..%2f..%2fetc',
      'a'.repeat(500),
    ];
    for (const id of ids) {
      for (const accept of ['application/json', STREAM]) {
        const answer = await api.http.get(`/v1/users/${id}/activation`).set('Accept', accept);
        api.expectDocumented('GET /v1/users/{id}/activation', answer);
        api.expectProblem(answer, 404, 'not-found');
      }
    }
  });

  describe('at the statusUrl of an application’s sign-up, without any header', () => {
    let statusUrl: string;

    beforeAll(async () => {
      const answer = await api.http.post('/v1/users').set('Gatehouse-Application', 'shop').send(somebody());
      api.expectDocumented('POST /v1/users', answer);
      statusUrl = (answer.body as { activation: { statusUrl: string } }).activation.statusUrl;
    });

    it('is found as JSON and as a stream, and pages of the application may read both', async () => {
      for (const accept of ['application/json', STREAM]) {
        const answer = await fetch(new URL(statusUrl, api.url), { headers: { Accept: accept, Origin: SHOP } });
        expect(answer.status).toBe(200);
        expect(answer.headers.get('access-control-allow-origin')).toBe(SHOP);
        const { value } = (await answer.body?.getReader().read()) ?? {};
        expect(new TextDecoder().decode(value)).toMatch(/"delivery":"queued"/);
      }
    });

    it('is not found with another application in the query or in the header', async () => {
      const ask = (query: string, header?: string) => {
        const request = api.http.get(`${statusUrl.split('?', 1)[0]}${query}`).set('Origin', SHOP);
        return header === undefined ? request : request.set('Gatehouse-Application', header);
      };
      api.expectProblem(await ask(''), 404, 'not-found');
      api.expectProblem(await ask('?application=default'), 404, 'not-found');
      api.expectProblem(await ask('?application=nobody'), 400, 'application-unknown');
      api.expectProblem(await ask('?application='), 422, 'validation-failed');
      api.expectProblem(await ask('?application=shop', 'default'), 400, 'application-unknown');
      api.expectProblem(await ask('?application=shop&application=shop'), 422, 'validation-failed');
      expect(await ask('?application=shop', 'shop')).toMatchObject({ status: 200 });
      expect((await ask('?application=default')).headers['access-control-allow-origin']).toBeUndefined();
    });
  });

  describe('as a stream', () => {
    it('sends each step as it happens, and ends with the last', async () => {
      const userId = await api.register(somebody());
      const stream = await openStream(userId);
      await eventsUntil(stream, 'queued');
      await api.send(userId);
      await eventsUntil(stream, 'sending');
      await api.deliver(userId);
      const events = await eventsUntil(stream, 'sent');
      expect(events.map(({ event, data }) => [event, data.delivery])).toEqual([
        ['status', 'queued'],
        ['status', 'sending'],
        ['status', 'sent'],
      ]);
      await stream.text((text) => text.endsWith('0\r\n\r\n'));
      stream.close();
    });

    it('has the headers of a stream, which proxies neither buffer nor cache', async () => {
      const stream = await openStream(await api.register(somebody()));
      const head = (await stream.text((text) => text.includes('\r\n\r\n'))).toLowerCase();
      expect(head).toContain('http/1.1 200 ');
      expect(head).toContain(`content-type: ${STREAM}; charset=utf-8`);
      expect(head).toContain('x-accel-buffering: no');
      expect(head).toContain('cache-control: no-store');
      expect(head).toContain('x-content-type-options: nosniff');
      stream.close();
    });

    it('sends a failure, and ends', async () => {
      const userId = await api.register(somebody());
      const stream = await openStream(userId);
      await eventsUntil(stream, 'queued');
      await fail(userId);
      await eventsUntil(stream, 'failed');
      await stream.text((text) => text.endsWith('0\r\n\r\n'));
      stream.close();
    });

    it('answers 204 to a browser that comes back though nothing more will come', async () => {
      const userId = await api.register(somebody());
      await api.deliver(userId);
      const first = await openStream(userId);
      const [last] = await eventsUntil(first, 'sent');
      first.close();
      const again = await openStream(userId, { 'Last-Event-ID': last?.id ?? '' });
      const answer = await again.answer();
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers['cache-control']).toBe('no-store');
      api.expectDocumented('GET /v1/users/{id}/activation', answer);
      again.close();
    });

    it('sends the end to a browser that reconnects after missing it', async () => {
      const userId = await api.register(somebody());
      const first = await openStream(userId);
      const [queued] = await eventsUntil(first, 'queued');
      first.close();
      await api.deliver(userId);
      const again = await openStream(userId, { 'Last-Event-ID': queued?.id ?? '' });
      expect(await eventsUntil(again, 'sent')).toHaveLength(1);
      again.close();
    });

    it('leaves no timer behind when clients go, whenever they go', async () => {
      const userId = await api.register(somebody());
      const [made, cleared] = [spyOn(globalThis, 'setInterval'), spyOn(globalThis, 'clearInterval')];
      const left = () => {
        const over = new Set(cleared.mock.calls.map(([timer]) => timer));
        return made.mock.results.filter(({ value }) => !over.has(value as NodeJS.Timeout)).length;
      };
      try {
        const [other, third] = [await api.register(somebody()), await api.register(somebody())];
        const ids = [userId, userId, userId, other, other, third];
        const streams = await Promise.all(ids.map((id) => openStream(id)));
        await Promise.all(streams.map((stream) => eventsUntil(stream, 'queued')));
        expect(left()).toBeGreaterThanOrEqual(6);
        // These go before their first event can come.
        for (const early of await Promise.all(ids.map((id) => openStream(id)))) early.close();
        for (const stream of streams) stream.close();
        await eventually('every timer is cleared', () => left() === 0);
      } finally {
        made.mockRestore();
        cleared.mockRestore();
      }
    });

    it('is one of four that a registration may have at once', async () => {
      const userId = await api.register(somebody());
      const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(userId)));
      for (const stream of streams) await eventsUntil(stream, 'queued');
      const many = await Promise.all(Array.from({ length: 20 }, () => openStream(userId)));
      for (const refused of many) {
        const answer = await refused.answer();
        api.expectDocumented('GET /v1/users/{id}/activation', answer);
        api.expectProblem(answer, 429, 'throttled');
        expect(answer.headers['retry-after']).toBe('5');
        refused.close();
      }
      // JSON goes on, others' streams too, and a place that is free again is given.
      expect(await statusOf(userId)).toMatchObject({ delivery: 'queued' });
      const other = await openStream(await api.register(somebody()));
      await eventsUntil(other, 'queued');
      other.close();
      streams[0]?.close();
      await eventually('the place is free', async () => {
        const again = await openStream(userId);
        const head = await again.text((text) => text.includes('\r\n\r\n'));
        again.close();
        return head.startsWith('HTTP/1.1 200 ');
      });
      for (const stream of streams) stream.close();
    });

    it('is one of thirty that a network may have at once', async () => {
      const harness = await ApiHarness.open(db, {
        environment: { NETWORK_THROTTLE_EXEMPT: '198.51.100.0/24', TRUSTED_PROXIES: '127.0.0.0/8' },
      });
      const ids = await Promise.all(Array.from({ length: 8 }, () => api.register(somebody())));
      const from = (address: string) => (id: string) => openStream(id, { 'X-Forwarded-For': address }, harness);
      const four = [1, 2, 3, 4].flatMap(() => ids);
      const streams = await Promise.all(four.slice(0, 30).map(from('203.0.113.7')));
      for (const stream of streams) await eventsUntil(stream, 'queued');
      const oneMore = await from('203.0.113.7')(ids[7] ?? '');
      harness.expectProblem(await oneMore.answer(), 429, 'throttled');
      const elsewhere = await from('203.0.113.8')(ids[7] ?? '');
      await eventsUntil(elsewhere, 'queued');
      for (const stream of [...streams, oneMore, elsewhere]) stream.close();
      await harness.close();
    });

    it('ends when the server drains, and a change after that has no effect', async () => {
      const harness = await ApiHarness.open(db);
      const userId = await harness.register(somebody());
      const stream = await openStream(userId, {}, harness);
      await eventsUntil(stream, 'queued');
      const closed = harness.close();
      await api.deliver(userId);
      await stream.text((text) => text.endsWith('0\r\n\r\n'));
      await closed;
      await stream.over();
    });
  });
});

function eventsOf(text: string): StatusEvent[] {
  const found = text.matchAll(/event: (?<event>\w+)\nid: (?<id>\S+)\ndata: (?<data>\{.*\})\n\n/g);
  return [...found].map(({ groups = {} }) => ({
    event: groups['event'] ?? '',
    id: groups['id'] ?? '',
    data: JSON.parse(groups['data'] ?? '') as StatusEvent['data'],
  }));
}
