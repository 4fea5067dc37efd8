import { PLATFORM } from '@gatehouse/platform/container';
import {
  type Database,
  DatabaseFault,
  type FaultKind,
  IncompleteAnswer,
  StatementTimeout,
} from '@gatehouse/platform/postgres';
import { Administration } from '../../support/administration.js';
import { ApiHarness, basic } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { rawExchange } from '../../support/raw-http.js';
import { type Callers, type Operation, operations } from '../bad-input/any-route/operation.js';
import { ACTIVE, PENDING } from '../bad-input/people.js';

const BUSY = { status: 503, code: 'busy', again: '5' };

/** What every error of the server, the driver and the socket comes to: tests/unit/platform/database-fault has them all. */
const faults = [
  ...(['busy', 'gone'] as const).flatMap((kind: FaultKind) =>
    [true, false].map((mayHaveCommitted) => ({
      what: `${kind}, ${mayHaveCommitted ? 'perhaps' : 'not'} committed`,
      made: () => new DatabaseFault(kind, kind, { mayHaveCommitted }),
      expected: BUSY,
    })),
  ),
  {
    what: 'late',
    made: () => new StatementTimeout(5_000, { mayHaveCommitted: false, code: '57014' }),
    expected: BUSY,
  },
  {
    what: 'a bug',
    made: () => new IncompleteAnswer('A row is missing'),
    expected: { status: 500, code: 'internal', again: undefined },
  },
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
  )(
    '%s answers 503 and when to come again, or 500 where asking again is of no use',
    async (_name, operation: Operation) => {
      for (const { what, made, expected } of faults) {
        met = 0;
        fault = made;
        const answer = await rawExchange(api.port, operation.call(callers));
        fault = null;
        if (met === 0) continue;
        const { code } = (answer.body ?? {}) as { code?: string };
        const told = { what, status: answer.status, code, again: answer.headers['retry-after'] };
        expect(told).toEqual({ what, ...expected });
      }
    },
  );
});
