import { randomUUID } from 'node:crypto';
import { type Callers, operations } from '../e2e/bad-input/any-route/operation.js';
import { ACTIVE, PENDING } from '../e2e/bad-input/people.js';
import { Administration } from '../support/administration.js';
import { ApiHarness, basic, somebody } from '../support/api.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { ErrorProxy, type SentError } from '../support/error-proxy.js';
import { keepApplications } from '../support/keep-applications.js';
import { oneReport, REPORT_PATH, REPORTED_TO } from '../support/notification/one-report.js';
import { rawExchange } from '../support/raw-http.js';
import { oneOfEach, sqlStates } from '../support/sql-states.js';

const [busy, gone, bugs] = [sqlStates('busy'), sqlStates('gone'), sqlStates('bug')];
/** What a server says to a session that begins: wrong passwords, no such database, no place left, starting … */
const AT_START = ['08004', '08P01', '28000', '28P01', '3D000', '53200', '53300', '57P03', '57P04', '58000', '58P01'];
const BUSY = { status: 503, code: 'busy', again: '5' };
const INTERNAL = { status: 500, code: 'internal', again: undefined };

type Severity = SentError['severity'];
const toStatement = (codes: readonly string[], severity: Severity): SentError[] =>
  codes.map((code) => ({ code, severity, to: 'statement' }));
/** The server goes on after an ERROR, and says of what it ends with FATAL nothing but that it has ended. */
const told = [
  { what: 'an ERROR that tells of the server', severity: 'ERROR', codes: [...busy, ...gone], expected: BUSY },
  { what: 'an ERROR that tells of the statement', severity: 'ERROR', codes: bugs, expected: INTERNAL },
  { what: 'whatever is FATAL', severity: 'FATAL', codes: oneOfEach([...busy, ...gone, ...bugs]), expected: BUSY },
] as const;

/** Errors of the server, sent over the wire as it sends them. */
describe('an error of the database', () => {
  let db: TestDatabase;
  let proxy: ErrorProxy;
  let api: ApiHarness;
  let callers: Callers;
  let userId: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    proxy = await ErrorProxy.before(db.url);
    const environment = { ...REPORTED_TO, DATABASE_URL: proxy.url, DATABASE_POOL_SIZE: '1' };
    api = await ApiHarness.open(db, { environment, adjust: keepApplications });
    const admin = new Administration(api, db);
    userId = await api.activated(ACTIVE);
    await api.deliver(await api.register(PENDING));
    callers = {
      basic: basic(PENDING),
      bearer: `Bearer ${await admin.tokenOf(ACTIVE)}`,
      administration: `Bearer ${(await admin.someone('admin')).token}`,
      key: `Bearer ${(await admin.keyOf()).key}`,
    };
  });
  afterAll(async () => {
    await api?.close();
    proxy?.close();
    await db?.drop();
  });
  afterEach(() => proxy.answerWith(null));

  const whatIsSaid = ({ status, headers, body }: { status: number; headers: object; body: unknown }) => ({
    status,
    code: (body as { code?: string } | undefined)?.code,
    again: (headers as Record<string, string>)['retry-after'],
  });
  const read = async () => whatIsSaid(await api.http.get(`/v1/users/${userId}/activation`));
  const signUp = (email: string, key: string) =>
    api.http.post('/v1/users').set('Idempotency-Key', key).send({ email, password: 'nine seven lanterns' });
  const users = async (email: string) => (await db.sql`select from gatehouse.users where email = ${email}`).length;

  describe('that tells of the server is answered with 503 and when to come again, whatever it is', () => {
    const atStart = (codes: readonly string[]) =>
      codes.map((code): SentError => ({ code, severity: 'FATAL', to: 'start' }));
    const every = [...toStatement(busy, 'ERROR'), ...toStatement(gone, 'FATAL'), ...atStart(AT_START)];
    /** Of each class one at each route, so that each comes to several. */
    const some = (turn: number): SentError[] => [
      ...toStatement(oneOfEach(busy, turn), 'ERROR'),
      ...toStatement(oneOfEach(gone, turn), 'FATAL'),
      ...atStart(AT_START.slice(turn % AT_START.length).slice(0, 2)),
    ];
    /** They ask nothing of the database (an example of a token or signature is none), or say in words of their own that it is away. */
    const others = new Set([
      'GET /health/ready',
      'GET /health/live',
      'GET /.well-known/jwks.json',
      // The application is kept in memory.
      'GET /v1/appearance',
      'GET /v1/sign-up-rules',
      'POST /v1/users/email-undo',
      'POST /v1/providers/{name}/events',
    ]);

    it.each(
      operations
        .filter(({ name }) => !others.has(name))
        .map((operation, turn) => [operation.name, operation, turn] as const),
    )('%s', async (_name, operation, turn) => {
      for (const error of some(turn)) {
        proxy.answerWith(error);
        const answer = whatIsSaid(await rawExchange(api.port, operation.call(callers)));
        // A session may be there already: then nothing meets what is said at a start.
        if (error.to === 'start' && proxy.sent === 0) continue;
        expect({ ...error, ...answer }).toEqual({ ...error, ...BUSY });
      }
    });

    it('POST /v1/providers/{name}/events', async () => {
      const { headers, body } = await oneReport();
      for (const error of every) {
        proxy.answerWith(error);
        const answer = whatIsSaid(await api.http.post(REPORT_PATH).set(headers).send(body));
        if (error.to === 'start' && proxy.sent === 0) continue;
        expect({ ...error, ...answer }).toEqual({ ...error, ...BUSY });
      }
    });

    it('GET /health/ready, in words of its own', async () => {
      for (const error of every) {
        proxy.answerWith(error);
        const { status, body } = await api.http.get('/health/ready');
        expect({ ...error, status, body }).toMatchObject({ ...error, status: 503, body: { status: 'not-ready' } });
      }
    });
  });

  it.each(told)('is told by its kind to those who read: $what', async ({ severity, codes, expected }) => {
    for (const error of toStatement(codes, severity)) {
      proxy.answerWith(error);
      expect({ ...error, ...(await read()) }).toEqual({ ...error, ...expected });
      proxy.answerWith(null);
      expect({ ...error, status: (await read()).status }).toEqual({ ...error, status: 200 });
    }
  });

  it.each(told)('leaves a sign-up to be sent again, at any statement: $what', async ({ severity, codes, expected }) => {
    await signUp(somebody().email, randomUUID());
    proxy.answerWith(null);
    await signUp(somebody().email, randomUUID());
    const { statements } = proxy;
    expect(statements).toBeGreaterThan(2);
    // What is to blame on a statement is told alike, whichever of 200 codes it has.
    const sent = expected === INTERNAL ? oneOfEach(codes) : codes;
    for (const [turn, error] of toStatement(sent, severity).entries()) {
      const [{ email }, key, after] = [somebody(), randomUUID(), turn % statements];
      proxy.answerWith({ ...error, after });
      const answer = await signUp(email, key);
      proxy.answerWith(null);
      expect({ ...error, after, ...whatIsSaid(answer) }).toEqual({ ...error, after, ...expected });
      expect({ ...error, after, again: (await signUp(email, key)).status }).toEqual({ ...error, after, again: 201 });
      expect(await users(email)).toBe(1);
    }
  });
});
