import { PLATFORM } from '@gatehouse/platform/container';
import { type Database, DatabaseFault, type FaultKind, StatementTimeout } from '@gatehouse/platform/postgres';
import { Administration } from '../../support/administration.js';
import { ApiHarness, basic } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { rawExchange } from '../../support/raw-http.js';
import { type Callers, type Operation, operations } from '../bad-input/any-route/operation.js';
import { ACTIVE, PENDING } from '../bad-input/people.js';

const faults: readonly (readonly [string, () => Error])[] = [
  ...(['busy', 'gone'] as const).map(
    (kind: FaultKind) => [kind, () => new DatabaseFault(kind, kind, { mayHaveCommitted: true })] as const,
  ),
  ['late', () => new StatementTimeout(5_000, { mayHaveCommitted: false, code: '57014' })],
];

describe('what callers are told of a database that cannot be used', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let callers: Callers;
  let fault: (() => Error) | null = null;
  let met = 0;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
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
      if (!fault) return query(...args);
      met += 1;
      return Promise.reject(fault());
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

  const faultless = new Set(['GET /health/ready', 'GET /health/live']);

  it.each(
    operations.filter(({ name }) => !faultless.has(name)).map((operation) => [operation.name, operation] as const),
  )('%s answers 503 and when to come again', async (_name, operation: Operation) => {
    for (const [what, made] of faults) {
      met = 0;
      fault = made;
      const answer = await rawExchange(api.port, operation.call(callers));
      fault = null;
      if (met === 0) continue;
      const { code } = (answer.body ?? {}) as { code?: string };
      const told = { what, status: answer.status, code, again: answer.headers['retry-after'] };
      expect(told).toEqual({ what, status: 503, code: 'busy', again: '5' });
    }
  });
});
