import 'reflect-metadata';
import { Svcm } from '@nats-io/services';
import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { messagesDocument } from '../../apps/api/docs-page/documents.js';
import { documentedOperations } from '../../apps/api/operations.js';
import type { Administration } from '../support/administration.js';
import { ApiHarness, basic, somebody } from '../support/api.js';
import { BrokerStage } from '../support/broker/broker-stage.js';
import type { NatsServer } from '../support/broker/nats-server.js';
import type { TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Those that other contexts may send. A command that is missing here, or one that is not, should be a decision. */
const PUBLIC = [
  'ActivateUser',
  'ChangePassword',
  'ChangeProfile',
  'EraseOwnAccount',
  'EraseUser',
  'GiveFeedback',
  'ProveRegisteredPhone',
  'RegisterUser',
  'RequestEmailChange',
  'RequestPasswordReset',
  'ResendActivationCode',
  'ResendActivationCodeTo',
  'ResendPhoneActivationCode',
  'ResetPassword',
  'ResumeUser',
  'SendPhoneCode',
  'SuspendUser',
  'UndoEmailChange',
  'VerifyNewEmail',
  'VerifyPhone',
];

interface Answer {
  readonly body: Record<string, unknown> | null;
  /** Of a problem. */
  readonly code: string | undefined;
  readonly header: (name: string) => string;
}

describe('commands over the broker', () => {
  let server: NatsServer;
  let db: TestDatabase;
  let api: ApiHarness;
  let connection: NatsConnection;
  let administration: Administration;
  let shop: string;
  let logged: readonly string[];
  let stage: BrokerStage | undefined;

  beforeAll(async () => {
    stage = await BrokerStage.open('gatehouse.commands');
    ({ server, db, api, connection, administration, shop, logged } = stage);
  });
  afterAll(() => stage?.close());

  const send = async (
    subject: string,
    body: unknown,
    given: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const sent = headers();
    for (const [name, value] of Object.entries(given)) sent.set(name, value);
    const payload = body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body);
    return read(await connection.request(`gatehouse.commands.${subject}`, payload, { headers: sent, timeout: 10_000 }));
  };
  const read = (message: Msg): Answer => {
    const body = message.data.length > 0 ? message.json<Record<string, unknown>>() : null;
    const header = (name: string) => message.headers?.get(name) ?? '';
    const status = header('Nats-Service-Error-Code');
    if (status === '') return { body, code: undefined, header };
    expect(body).toMatchObject({ status: Number(status), code: header('Nats-Service-Error') });
    expect(body?.['type']).toBe(`/problems/${body?.['code']}`);
    expect(header('Content-Type')).toBe('application/problem+json');
    expect(body?.['requestId']).toBe(header('X-Request-Id'));
    return { body, code: String(body?.['code']), header };
  };
  const users = async () => Number((await db.sql`select count(*) from gatehouse.users`)[0]?.['count']);

  describe('are a micro service of NATS', () => {
    it('that is found, pinged and counted, with the schema of every public command and of no other', async () => {
      const client = new Svcm(connection).client();
      const [info] = await allOf(await client.info('gatehouse'));
      const served = info?.endpoints.filter(({ subject }) => subject.startsWith('gatehouse.commands.')) ?? [];
      const names = served.map(({ name }) => name);
      expect(names.toSorted()).toEqual(PUBLIC.flatMap((name) => [name, `${name}-of-application`]).toSorted());
      // And /asyncapi.json tells of them, each where it is.
      const { channels } = messagesDocument(documentedOperations());
      const addresses = Object.values(channels).map((channel) => String((channel as { address: unknown }).address));
      expect(served.map(({ subject }) => subject).toSorted()).toEqual(
        addresses
          .filter((address) => address.startsWith('gatehouse.commands.'))
          .map((address) => address.replace('{application}', '*'))
          .toSorted(),
      );
      const signUp = served.find(({ name }) => name === 'RegisterUser');
      expect(signUp).toMatchObject({ subject: 'gatehouse.commands.RegisterUser', queue_group: 'gatehouse' });
      expect(JSON.parse(signUp?.metadata?.['schema'] ?? '')).toMatchObject({
        type: 'object',
        required: ['email', 'password'],
        additionalProperties: false,
        properties: { email: { type: 'string', maxLength: 320 } },
      });

      await send('ResendActivationCode', { email: 'nobody@example.com' });
      await send('ResendActivationCode', {});
      const [stats] = await allOf(await client.stats('gatehouse'));
      const counted = stats?.endpoints?.find(({ name }) => name === 'ResendActivationCode');
      expect(counted?.num_requests).toBeGreaterThanOrEqual(2);
      expect(counted?.data).toEqual({ refused: 1 });
      expect((await allOf(await client.ping('gatehouse'))).map(({ name }) => name)).toEqual(['gatehouse']);
    });

    it('whose instances share the load: each command is done once', async () => {
      const second = await ApiHarness.open(db, { environment: { NATS_URL: server.url } });
      try {
        const client = new Svcm(connection).client();
        await eventually('both instances', async () => (await allOf(await client.ping('gatehouse'))).length === 2);
        const before = await users();
        const answers = await Promise.all(Array.from({ length: 20 }, () => send('RegisterUser', somebody())));
        expect(answers.map(({ code }) => code)).toEqual(answers.map(() => undefined));
        expect(await users()).toBe(before + 20);
        const stats = await allOf(await client.stats('gatehouse'));
        const counts = stats.map(
          ({ endpoints }) => endpoints?.find(({ name }) => name === 'RegisterUser')?.num_requests ?? 0,
        );
        expect(counts.length).toBe(2);
        expect(Math.min(...counts)).toBeGreaterThan(0);
      } finally {
        await second.close();
      }
    });
  });

  describe('are answered as over HTTP', () => {
    it('with the body of the route’s answer', async () => {
      const person = somebody();
      const answer = await send('RegisterUser', { ...person, name: 'Ada' });
      expect(answer.header('Content-Type')).toBe('application/json');
      api.expectDocumented('POST /v1/users', {
        status: 201,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          location: `/v1/users/${answer.body?.['id']}`,
          'x-request-id': answer.header('X-Request-Id'),
        },
        body: answer.body,
      } as never);
      const code = await api.deliver(String(answer.body?.['id']));
      const activated = await send('ActivateUser', { ...person, code });
      expect(activated.body).toMatchObject({ email: person.email, state: 'active', missing: [] });
      expect((await send('ActivateUser', { ...person, code })).code).toBe('already-active');
    });

    it('with nothing where the route answers nothing', async () => {
      const person = somebody();
      await api.activated(person);
      expect(await send('RequestPasswordReset', { email: somebody().email })).toMatchObject({ body: null });
      expect(await send('EraseOwnAccount', person)).toMatchObject({ body: null, code: undefined });
    });

    it('for the application that the header names, or the subject', async () => {
      const people = [somebody(), somebody(), somebody()] as const;
      await send('RegisterUser', people[0]);
      await send('RegisterUser', people[1], { 'Gatehouse-Application': shop });
      await send(`${shop}.RegisterUser`, people[2], { 'Gatehouse-Application': shop });
      const rows = await db.sql<{ application: string }[]>`
        select application from gatehouse.users where email = any(${people.map(({ email }) => email)}) order by created_at`;
      expect(rows.map(({ application }) => application)).toEqual(['default', shop, shop]);
    });

    it('as before, when they come again with their key', async () => {
      const person = somebody();
      const key = { 'Idempotency-Key': 'key-of-a-sign-up-0001' };
      const [first, second] = [await send('RegisterUser', person, key), await send('RegisterUser', person, key)];
      expect(second.body).toEqual(first.body);
      expect([first, second].map(({ header }) => header('Idempotent-Replayed'))).toEqual(['', 'true']);
      expect((await send('RegisterUser', somebody(), key)).code).toBe('idempotency-key-used');
      expect((await send('RegisterUser', person, { 'Idempotency-Key': 'short' })).code).toBe('idempotency-key-invalid');
    });

    it('in the caller’s language', async () => {
      const { body } = await send('RegisterUser', {}, { 'Accept-Language': 'de' });
      expect(body?.['title']).toBe('Einige Felder sind ungültig');
    });

    it('for whom a token speaks', async () => {
      const { token, id } = await administration.someone('user');
      const changed = await send('ChangeProfile', { surname: 'King' }, { Authorization: `Bearer ${token}` });
      expect(changed.body).toMatchObject({ id, surname: 'King' });
      expect((await send('ChangeProfile', { surname: 'King' })).code).toBe('token-invalid');
      expect((await send('ChangeProfile', {}, { Authorization: basic(somebody()) })).code).toBe('token-invalid');
      const elsewhere = { Authorization: `Bearer ${token}`, 'Gatehouse-Application': shop };
      expect((await send('ChangeProfile', {}, elsewhere)).code).toBe('token-invalid');
    });

    it('for a product’s backend with its secret key, and for its own application alone', async () => {
      const { key } = await administration.keyOf(shop);
      const [own, foreign] = [await api.activated(somebody(), shop), await api.activated(somebody())];
      const as = { Authorization: `Bearer ${key}` };
      expect((await send('SuspendUser', { userId: own, reason: 'Chargebacks' }, as)).code).toBeUndefined();
      expect((await send(`${shop}.ResumeUser`, { userId: own }, as)).code).toBeUndefined();
      expect((await send('SuspendUser', { userId: foreign, reason: 'Spite' }, as)).code).toBe('user-unknown');
      expect((await send('default.SuspendUser', { userId: foreign, reason: 'Spite' }, as)).code).toBe('token-invalid');
      const named = { ...as, 'Gatehouse-Application': 'default' };
      expect((await send('EraseUser', { userId: foreign }, named)).code).toBe('token-invalid');
      expect((await send('EraseUser', { userId: own })).code).toBe('token-invalid');
      const audited = await db.sql<{ act: string }[]>`select act from gatehouse.audit_log where subject = ${own}`;
      expect(audited.map(({ act }) => act)).toEqual(['user.suspended', 'user.resumed']);
    });

    it('for support, which only reads, with a refusal', async () => {
      const { token } = await administration.someone('support');
      const as = { Authorization: `Bearer ${token}` };
      expect((await send('EraseUser', { userId: await api.register(somebody()) }, as)).code).toBe('scope-missing');
    });
  });

  describe('that are wrong', () => {
    const valid = { email: 'somebody@example.com', password: 'nine seven lanterns' };
    const deep = `${'{"a":'.repeat(11)}1${'}'.repeat(11)}`;
    const cases: readonly [
      what: string,
      subject: string,
      body: unknown,
      code: string,
      headers?: Record<string, string>,
    ][] = [
      ['no JSON', 'RegisterUser', 'email=ada', 'json-invalid'],
      ['half of JSON', 'RegisterUser', '{"email": "ada', 'json-invalid'],
      ['a list', 'RegisterUser', [valid], 'json-invalid'],
      ['a text', 'RegisterUser', '"ada"', 'json-invalid'],
      ['null', 'RegisterUser', 'null', 'json-invalid'],
      ['no UTF-8', 'RegisterUser', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'json-invalid'],
      ['a name that stands twice', 'RegisterUser', '{"email":"a@b.co","email":"c@d.co"}', 'json-invalid'],
      ['a name of the prototype', 'RegisterUser', '{"__proto__":{"email":"a@b.co"}}', 'json-invalid'],
      ['eleven levels', 'RegisterUser', deep, 'json-invalid'],
      ['nine kibibytes', 'RegisterUser', { ...valid, name: 'a'.repeat(9 * 1024) }, 'body-too-large'],
      ['a quarter of a megabyte', 'RegisterUser', 'a'.repeat(256 * 1024), 'body-too-large'],
      ['a field too many', 'RegisterUser', { ...valid, isAdmin: true }, 'field-unknown'],
      ['a context of the sender’s own', 'RegisterUser', { ...valid, context: { application: 'x' } }, 'field-unknown'],
      ['nothing', 'RegisterUser', '', 'validation-failed'],
      ['a number for a text', 'RegisterUser', { ...valid, email: 7 }, 'validation-failed'],
      ['NUL in a text', 'RegisterUser', { ...valid, name: 'a\u0000b' }, 'validation-failed'],
      [
        'half a surrogate pair',
        'RegisterUser',
        '{"email":"a@b.co","password":"\\ud800 lanterns"}',
        'validation-failed',
      ],
      ['a common password', 'RegisterUser', { ...valid, password: 'password' }, 'validation-failed'],
      ['another media type', 'RegisterUser', valid, 'media-type-unsupported', { 'Content-Type': 'text/plain' }],
      ['something packed', 'RegisterUser', valid, 'media-type-unsupported', { 'Content-Encoding': 'gzip' }],
      ['an unknown application', 'RegisterUser', valid, 'application-unknown', { 'Gatehouse-Application': 'nobodys' }],
      ['an unknown application in the subject', 'nobodys.RegisterUser', valid, 'application-unknown'],
      [
        'an application beside that of the subject',
        'default.RegisterUser',
        valid,
        'application-unknown',
        { 'Gatehouse-Application': 'other' },
      ],
      ['an unknown command', 'MakeCoffee', valid, 'not-found'],
      ['an internal command', 'DispatchActivationCode', { codeId: 'x', sendTimeoutSeconds: 1 }, 'not-found'],
      ['another of them', 'CreateAccount', valid, 'not-found'],
      ['a command in small letters', 'registeruser', valid, 'not-found'],
      ['a subject that goes on', 'default.RegisterUser.now', valid, 'not-found'],
      ['a forged token', 'ChangeProfile', {}, 'token-invalid', { Authorization: 'Bearer e30.e30.e30' }],
      ['no id', 'EraseUser', { userId: "' or 1=1" }, 'token-invalid'],
    ];

    it('get a problem, change nothing, and disturb nobody', async () => {
      const before = await users();
      const bystander = send('RegisterUser', somebody());
      const answers = await Promise.all(
        cases.map(async ([what, subject, body, , given]) => [what, (await send(subject, body, given)).code]),
      );
      expect(answers).toEqual(cases.map(([what, , , code]) => [what, code]));
      expect((await bystander).code).toBeUndefined();
      expect(await users()).toBe(before + 1);
    });

    it('are told apart by field', async () => {
      const { body } = await send('RegisterUser', { email: 'ada@example.com' });
      expect(body?.['errors']).toEqual([expect.objectContaining({ pointer: '/password', code: 'field-required' })]);
    });

    it('end nothing when nobody waits for their answer', async () => {
      connection.publish('gatehouse.commands.RegisterUser', '{');
      connection.publish('gatehouse.commands.MakeCoffee', '{');
      expect((await send('RegisterUser', somebody())).code).toBeUndefined();
    });
  });

  it('leave no password, address, token or key in the logs', async () => {
    const person = somebody();
    await send('RegisterUser', person);
    await send('RegisterUser', { ...person, unknown: person.password });
    await send('EraseUser', { userId: person.email }, { Authorization: `Bearer ghk_${person.password}` });
    await send('RegisterUser', `{"email":"${person.email}","password":"${person.password}"`);
    const text = logged.join('');
    expect(text).toMatch(/"command":"RegisterUser","status":422/);
    for (const secret of [person.email, person.password]) expect(text).not.toContain(secret);
  });

  it('are measured', async () => {
    const { text } = await api.metrics();
    expect(text).toMatch(/^gatehouse_bus_command_seconds_count\{command="RegisterUser",status="200"\} [1-9]/m);
    expect(text).toMatch(/^gatehouse_broker_up 1$/m);
  });

  it('that were taken are answered before the service closes, and the others go to who is left', async () => {
    const second = await ApiHarness.open(db, { environment: { NATS_URL: server.url } });
    const client = new Svcm(connection).client();
    await eventually('both', async () => (await allOf(await client.ping('gatehouse'))).length === 2);
    const answers = Array.from({ length: 30 }, () => send('RegisterUser', somebody()));
    await connection.flush();
    await second.close();
    expect((await Promise.all(answers)).map(({ code }) => code)).toEqual(answers.map(() => undefined));
  });
});
