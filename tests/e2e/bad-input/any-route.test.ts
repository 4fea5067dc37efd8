import { Administration } from '../../support/administration.js';
import { ApiHarness, basic } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { type RawAnswer, rawExchange } from '../../support/raw-http.js';
import { badBodies, badImages, badReports, badUploads, EVENTS_SECRET } from './any-route/bodies.js';
import { badFields } from './any-route/fields.js';
import { badApplications, badCredentials, badHttp, badIdempotencyKeys } from './any-route/headers.js';
import { type BadRequestsOf, type Callers, type Operation, operations, type Refused } from './any-route/operation.js';
import { badPaths, badQueries, unknownParameters } from './any-route/parameters.js';
import { Contents } from './contents.js';
import { ACTIVE, PENDING } from './people.js';

const kinds: readonly BadRequestsOf[] = [
  badCredentials,
  badApplications,
  badIdempotencyKeys,
  badHttp,
  badPaths,
  badQueries,
  unknownParameters,
  badBodies,
  badUploads,
  badImages,
  badReports,
  badFields,
];

/** Statuses that the document names, and that bad input alone must bring about; the others are a matter of state. */
function promisedBy(operation: Operation): readonly number[] {
  const ofBadInput = new Set([400, 413, 415, 422, ...(operation.security ? [401] : [])]);
  return operation.statuses.filter((status) => ofBadInput.has(status));
}

/** A 401 says how to authenticate (RFC 9110, section 15.5.2). */
function expectChallenge({ status, headers }: RawAnswer): void {
  if (status === 401) expect(headers['www-authenticate']).toMatch(/^(Basic|Bearer) realm="Gatehouse"/);
}

describe('any route', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let contents: Contents;
  let callers: Callers;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { environment: { MAIL_SANDBOX_EVENTS_SECRET: EVENTS_SECRET } });
    const admin = new Administration(api, db);
    await api.activated(ACTIVE);
    await api.deliver(await api.register(PENDING));
    callers = {
      basic: basic(PENDING),
      bearer: `Bearer ${await admin.tokenOf(ACTIVE)}`,
      administration: `Bearer ${(await admin.someone('admin')).token}`,
      key: `Bearer ${(await admin.keyOf()).key}`,
    };
    // The first use of a key is noted down.
    await api.http.get('/v1/admin/keys').set('Authorization', callers.key);
    contents = await Contents.of(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  /** What is wrong with the answer, in a line; null where the request is refused as it should be. */
  const faultOf = async (operation: Operation, request: Refused): Promise<string | null> => {
    const answer = await rawExchange(api.port, request.bytes);
    const { code, errors } = (answer.body ?? {}) as { code?: string; errors?: { pointer: string; code: string }[] };
    const reported = errors?.map((error) => `${error.pointer} ${error.code}`) ?? [];
    const saw = `${request.what}: ${answer.status} ${code} ${reported.join(', ')}`;
    if (answer.status !== request.status || ![request.code].flat().includes(code ?? '')) return saw;
    if (request.errors && request.errors.join() !== reported.join()) return saw;
    const { pointer } = request;
    if (pointer && !errors?.some((error) => `${error.pointer}/`.startsWith(`${pointer}/`))) return saw;
    try {
      api.expectProblem(answer, request.status, code ?? '');
      api.expectDocumented(operation.name, answer);
      expectChallenge(answer);
    } catch (error) {
      return `${saw} ${String(error)}`;
    }
    return null;
  };

  it('is one of the document that the service shows', () => {
    const shown = Object.entries(api.document.paths).flatMap(([path, described]) =>
      Object.keys(described).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(operations.map(({ name }) => name)).toEqual(shown);
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    'refuses at %s whatever is wrong with a call, and changes nothing',
    async (_name, operation) => {
      const requests = kinds.flatMap((badRequestsOf) => badRequestsOf(operation, callers));
      const faults: string[] = [];
      for (const request of requests) {
        const fault = await faultOf(operation, request);
        if (fault !== null) faults.push(fault);
      }
      expect(faults).toEqual([]);
      expect(await contents.changed()).toEqual([]);

      const met = new Set(requests.map(({ status }) => status));
      expect(promisedBy(operation).filter((status) => !met.has(status))).toEqual([]);
    },
  );
});
