import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Svcm } from '@nats-io/services';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { messagesDocument } from '../../apps/api/docs-page/documents.js';
import { documentedOperations } from '../../apps/api/operations.js';
import type { Administration } from '../support/administration.js';
import { type ApiHarness, somebody } from '../support/api.js';
import { BrokerStage } from '../support/broker/broker-stage.js';
import type { TestDatabase } from '../support/database.js';

/** Those that other contexts may ask. A query that is missing here, or one that is not, should be a decision. */
const PUBLIC = [
  'FindActivationRates',
  'FindActivationStatus',
  'FindEvents',
  'FindFeedback',
  'FindFeedbackWeeks',
  'FindFunnel',
  'FindMessage',
  'FindMessages',
  'FindMessagesOfAddress',
  'FindProfile',
  'FindTimeline',
  'FindUser',
  'FindUsers',
  'FindUsersOfAddress',
  'SearchUsers',
];

/** So little that a page of people with long names is too much. */
const MOST_BYTES = 128 * 1_024;

describe('queries over the broker', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let connection: NatsConnection;
  let administration: Administration;
  let shop: string;
  let key: string;
  let logged: readonly string[];
  let stage: BrokerStage | undefined;

  beforeAll(async () => {
    stage = await BrokerStage.open('gatehouse.queries', { configuration: `max_payload: ${MOST_BYTES}` });
    ({ db, api, connection, administration, shop, logged } = stage);
    key = (await administration.keyOf(shop)).key;
  });
  afterAll(() => stage?.close());

  const ask = async (subject: string, body: unknown, given: Readonly<Record<string, string>> = {}) => {
    const sent = headers();
    for (const [name, value] of Object.entries(given)) sent.set(name, value);
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const options = { headers: sent, timeout: 10_000 };
    const message = await connection.request(`gatehouse.queries.${subject}`, payload, options);
    const answer = message.json<Record<string, unknown>>();
    const header = (name: string) => message.headers?.get(name) ?? '';
    if (header('Nats-Service-Error-Code') === '') return { body: answer, code: undefined, header };
    expect(answer).toMatchObject({
      type: `/problems/${answer['code']}`,
      status: Number(header('Nats-Service-Error-Code')),
      code: header('Nats-Service-Error'),
      requestId: header('X-Request-Id'),
    });
    expect(header('Content-Type')).toBe('application/problem+json');
    return { body: answer, code: String(answer['code']), header };
  };
  const asShop = () => ({ Authorization: `Bearer ${key}` });
  const lookUps = async (id: string) =>
    (await db.sql<{ by: string }[]>`select details->>'by' as by from gatehouse.audit_log where subject = ${id}`).map(
      ({ by }) => by,
    );

  it('are endpoints of the micro service, each of them and no other, as the document says', async () => {
    const endpoints: { readonly name: string; readonly subject: string; metadata?: Record<string, string> }[] = [];
    for await (const info of await new Svcm(connection).client().info('gatehouse')) {
      endpoints.push(...info.endpoints.filter(({ subject }) => subject.startsWith('gatehouse.queries.')));
    }
    expect(endpoints.map(({ name }) => name).toSorted()).toEqual(
      PUBLIC.flatMap((name) => [name, `${name}-of-application`]).toSorted(),
    );
    const { channels } = messagesDocument(documentedOperations());
    const addresses = Object.values(channels).map((channel) => String((channel as { address: unknown }).address));
    expect(endpoints.map(({ subject }) => subject).toSorted()).toEqual(
      addresses
        .filter((address) => address.startsWith('gatehouse.queries.'))
        .map((address) => address.replace('{application}', '*'))
        .toSorted(),
    );
    const findUser = endpoints.find(({ name }) => name === 'FindUser');
    expect(JSON.parse(findUser?.metadata?.['schema'] ?? '')).toMatchObject({
      required: ['userId'],
      additionalProperties: false,
    });
  });

  describe('are answered as over HTTP', () => {
    it('with the same body, and the look is noted', async () => {
      const person = somebody();
      const userId = await api.activated(person, shop);
      const found = await ask('FindUser', { userId }, asShop());
      expect(found.header('Content-Type')).toBe('application/json');
      expect(found.body).toMatchObject({ id: userId, email: person.email, state: 'active' });
      const overHttp = await administration.call(key, 'get', `/v1/admin/users/${userId}`);
      expect(found.body).toEqual(overHttp.body);
      expect(await lookUps(userId)).toEqual(['id', 'id']);
      expect((await ask(`${shop}.FindTimeline`, { userId, limit: 1 }, asShop())).body).toMatchObject({
        entries: [expect.anything()],
        nextAfter: expect.any(String),
      });
      expect((await ask('FindUsersOfAddress', { email: person.email }, asShop())).body['users']).toHaveLength(1);
      // No worker runs here, so nothing was sent.
      const messages = await ask('FindMessagesOfAddress', { email: person.email }, asShop());
      expect(messages.body).toEqual({ messages: [], nextAfter: null });
    });

    it('for whom a token speaks', async () => {
      const { token, id, person } = await administration.someone('user');
      const as = { Authorization: `Bearer ${token}` };
      expect((await ask('FindProfile', '', as)).body).toMatchObject({ id, email: person.email });
      expect((await ask('FindProfile', {})).code).toBe('token-invalid');
      expect((await ask('FindProfile', {}, { ...as, 'Gatehouse-Application': shop })).code).toBe('token-invalid');
    });

    it('for anyone who knows the registration', async () => {
      const userId = await api.register(somebody(), shop);
      const given = { 'Gatehouse-Application': shop };
      expect((await ask('FindActivationStatus', { userId }, given)).body).toMatchObject({ delivery: 'queued' });
      expect((await ask('FindActivationStatus', { userId })).code).toBe('not-found');
    });

    it('with events, page by page', async () => {
      const userId = await api.register(somebody(), shop);
      const registered = { types: 'user.registered.v1', limit: 1 };
      const seen: unknown[] = [];
      for (let after: unknown = null, more: unknown = true; more; ) {
        const { body } = await ask('FindEvents', { ...registered, after }, asShop());
        seen.push(...(body['events'] as { subject: string }[]).map(({ subject }) => subject));
        ({ nextAfter: after, more } = body as { nextAfter: unknown; more: unknown });
      }
      expect(seen).toContain(userId);
      expect(new Set(seen).size).toBe(seen.length);
      expect((await ask('FindEvents', { after: 'yesterday' }, asShop())).code).toBe('validation-failed');
    });

    it('in the caller’s language', async () => {
      const { body } = await ask('FindUser', {}, { ...asShop(), 'Accept-Language': 'de' });
      expect(body['title']).toBe('Einige Felder sind ungültig');
    });
  });

  it('tell nothing of another application', async () => {
    const userId = await api.activated(somebody());
    expect((await ask('FindUser', { userId }, asShop())).code).toBe('user-unknown');
    expect((await ask('default.FindUser', { userId }, asShop())).code).toBe('token-invalid');
    const named = { ...asShop(), 'Gatehouse-Application': 'default' };
    expect((await ask('FindUsers', {}, named)).code).toBe('token-invalid');
    expect((await ask(`${shop}.FindUsers`, {}, named)).code).toBe('application-unknown');
    expect(await lookUps(userId)).toEqual([]);
  });

  it('are refused without the scope', async () => {
    const { token } = await administration.someone('user', shop);
    const as = { Authorization: `Bearer ${token}`, 'Gatehouse-Application': shop };
    expect((await ask('FindUsers', {}, as)).code).toBe('scope-missing');
  });

  it.each<[what: string, subject: string, body: unknown, code: string]>([
    ['no JSON', 'FindUser', 'userId=1', 'json-invalid'],
    ['a list', 'FindUser', [], 'json-invalid'],
    ['an unknown field', 'FindUser', { userId: randomUUID(), isAdmin: true }, 'field-unknown'],
    ['an unknown field where there are none', 'FindProfile', { userId: randomUUID() }, 'token-invalid'],
    ['no id', 'FindUser', { userId: "' or 1=1" }, 'validation-failed'],
    ['a limit in a text', 'FindUsers', { limit: '10' }, 'validation-failed'],
    ['a limit that is too high', 'FindUsers', { limit: 201 }, 'validation-failed'],
    ['nine kibibytes', 'SearchUsers', { text: 'a'.repeat(9 * 1_024) }, 'body-too-large'],
    ['somebody unknown', 'FindUser', { userId: randomUUID() }, 'user-unknown'],
    ['an unknown query', 'FindCoffee', {}, 'not-found'],
    ['an internal query', 'FindAccountStanding', { userId: randomUUID() }, 'not-found'],
    ['another of them', 'FindApplication', { slug: 'default' }, 'not-found'],
    ['a command', 'RegisterUser', somebody(), 'not-found'],
    ['a subject that goes on', 'default.FindUser.now', {}, 'not-found'],
  ])('that are wrong get a problem: %s', async (_what, subject, body, code) => {
    expect((await ask(subject, body, asShop())).code).toBe(code);
  });

  it('say when an answer is too large for the broker, and answer fewer entries', async () => {
    const long = { name: '字'.repeat(100), surname: '名'.repeat(100) };
    const userId = await api.register({ ...somebody(), ...long }, shop);
    await db.sql`
      insert into gatehouse.users
      select (jsonb_populate_record(someone, jsonb_build_object('id', gen_random_uuid()))).*
      from gatehouse.users as someone, generate_series(1, 199) where id = ${userId}`;
    const all = await ask('FindUsers', { limit: 200 }, asShop());
    expect(all.code).toBe('answer-too-large');
    expect(all.body).toMatchObject({ status: 413, detail: `At most ${MOST_BYTES - 1_024} bytes` });
    const few = await ask('FindUsers', { limit: 5 }, asShop());
    expect(few.body['users']).toHaveLength(5);
  });

  it('leave no address and no key in the logs, and are measured', async () => {
    const person = somebody();
    await ask('FindUsersOfAddress', { email: person.email }, asShop());
    const text = logged.join('');
    expect(text).toMatch(/"query":"FindUsersOfAddress","status":200/);
    for (const secret of [person.email, key]) expect(text).not.toContain(secret);
    const { text: metrics } = await api.metrics();
    expect(metrics).toMatch(/^gatehouse_bus_query_seconds_count\{query="FindUsersOfAddress",status="200"\} [1-9]/m);
  });
});
