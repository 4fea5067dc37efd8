import { randomUUID } from 'node:crypto';
import { PLATFORM } from '@gatehouse/platform/container';
import { type Database, IncompleteAnswer } from '@gatehouse/platform/postgres';
import { REGISTRATION } from '@gatehouse/registration';
import postgres from 'postgres';
import { toldAsFault } from '../../libs/platform/postgres/database-fault.js';
import { type Callers, type Operation, operations } from '../e2e/bad-input/any-route/operation.js';
import { ACTIVE, PENDING } from '../e2e/bad-input/people.js';
import { Administration } from '../support/administration.js';
import { ApiHarness, basic } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { connectionErrors, misuses } from '../support/driver-errors.js';
import { keepApplications } from '../support/keep-applications.js';
import { oneReport, REPORT_PATH, REPORTED_TO } from '../support/notification/one-report.js';
import { rawExchange } from '../support/raw-http.js';
import { oneOfEach, sqlStates } from '../support/sql-states.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const BUSY = { status: 503, code: 'busy', again: '5' };
const INTERNAL = { status: 500, code: 'internal', again: undefined };

const ofServer = (code: string, severity: string) =>
  Object.assign(new postgres.PostgresError({} as never), { code, severity });
const withCode = (code: string) => Object.assign(new Error(code), { code });

/** Every error of the server, the driver and the socket, as they raise it. */
const errors: readonly { readonly error: Error; readonly expected: object }[] = [
  ...[...sqlStates('busy'), ...sqlStates('gone')].map((code) => ({ error: ofServer(code, 'ERROR'), expected: BUSY })),
  ...sqlStates('bug').map((code) => ({ error: ofServer(code, 'ERROR'), expected: INTERNAL })),
  ...oneOfEach(sqlStates('bug')).map((code) => ({ error: ofServer(code, 'FATAL'), expected: BUSY })),
  ...connectionErrors.map((code) => ({ error: withCode(code), expected: BUSY })),
  ...misuses.map((code) => ({ error: withCode(code), expected: INTERNAL })),
  { error: new TypeError('x is not a function'), expected: INTERNAL },
  { error: new IncompleteAnswer('A row is missing'), expected: INTERNAL },
];

/** Answered from memory, in words of their own, or (an example of a token or signature is none) without asking. */
const OTHERS = [
  'GET /health/ready',
  'GET /health/live',
  'GET /.well-known/jwks.json',
  'GET /v1/appearance',
  'GET /v1/sign-up-rules',
  'POST /v1/users/email-undo',
  'POST /v1/providers/{name}/events',
];

/** The driver is not asked: tests/chaos/server-errors sends errors over the wire. */
describe('any error of a database, whichever operation meets it', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let callers: Callers;
  let fault: Error | null = null;
  let met = 0;
  /** Statements that are passed on before one meets the error. */
  let passed = 0;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, {
      environment: REPORTED_TO,
      adjust: (container) => {
        // Otherwise the look for the application would meet every error, before the operation itself.
        keepApplications(container);
        container.rebind(REGISTRATION.answerPace).toConstantValue({ keep: (work) => work() });
      },
    });
    const admin = new Administration(api, db);
    await api.activated(ACTIVE);
    await api.deliver(await api.register(PENDING));
    callers = {
      basic: basic(PENDING),
      bearer: `Bearer ${await admin.tokenOf(ACTIVE)}`,
      administration: `Bearer ${(await admin.someone('admin')).token}`,
      key: `Bearer ${(await admin.keyOf()).key}`,
    };
    const database = api.container.get(PLATFORM.database);
    const query = database.query.bind(database);
    database.query = ((...args: Parameters<Database['query']>) => {
      if (!fault || passed-- > 0) return query(...args);
      met += 1;
      return Promise.reject(toldAsFault(fault, true, 5_000));
    }) as Database['query'];
  });
  afterAll(async () => {
    fault = null;
    await api.close();
    await db.drop();
  });
  afterEach(() => {
    fault = null;
  });

  /** @param before statements that say who asks */
  const underEvery = async (ask: () => Promise<Answer>, before = 0): Promise<void> => {
    const wrong: object[] = [];
    let asked = 0;
    for (const { error, expected } of errors) {
      [met, passed, fault] = [0, before, error];
      const { status, headers, body } = await ask();
      fault = null;
      if (met > 0) asked += 1;
      const told = { status, code: (body as { code?: string } | undefined)?.code, again: headers['retry-after'] };
      if (JSON.stringify(told) !== JSON.stringify(expected)) wrong.push({ error, told });
    }
    expect(wrong).toEqual([]);
    expect({ asked }).toEqual({ asked: errors.length });
  };

  it.each(
    operations.filter(({ name }) => !OTHERS.includes(name)).map((operation) => [operation.name, operation] as const),
  )('%s: 503 and when to come again, or 500 where that is of no use', (_name, operation: Operation) =>
    underEvery(() => rawExchange(api.port, operation.call(callers)), operation.security === 'administration' ? 1 : 0),
  );

  it('POST /v1/users/email-undo: the same', async () => {
    const token = api.container.get(REGISTRATION.undoTokens).of(randomUUID());
    await underEvery(async () => api.http.post('/v1/users/email-undo').send({ token }));
  });

  it('POST /v1/providers/{name}/events: the same', async () => {
    const { headers, body } = await oneReport();
    await underEvery(async () => api.http.post(REPORT_PATH).set(headers).send(body));
  });
});
