import { ApiHarness, type Person } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { rawExchange } from '../../support/raw-http.js';
import type { BadRequest } from './bad-request.js';
import { administration } from './cases/administration.js';
import { basicHeaders } from './cases/basic-headers.js';
import { bodyShape } from './cases/body-shape.js';
import { bodySyntax } from './cases/body-syntax.js';
import { wrongCodes, wrongTokens } from './cases/codes.js';
import { contentTypes } from './cases/content-types.js';
import { badCookies, OWN_ORIGIN } from './cases/cookies.js';
import { details } from './cases/details.js';
import { emails } from './cases/emails.js';
import { encodings } from './cases/encodings.js';
import { fields } from './cases/fields.js';
import { headers } from './cases/headers.js';
import { methods } from './cases/methods.js';
import { badPaths } from './cases/paths.js';
import { phoneProofs } from './cases/phone-proofs.js';
import { sizes } from './cases/sizes.js';
import { Contents } from './contents.js';
import { ACTIVE, PENDING } from './people.js';

const groups: Readonly<Record<string, readonly BadRequest[]>> = {
  'the syntax of a body': bodySyntax,
  'the shape of a body': bodyShape,
  'the fields of a body': fields,
  codes: wrongCodes,
  'tokens of links': wrongTokens,
  addresses: emails,
  'passwords, names, numbers, dates and languages': details,
  'Basic headers': basicHeaders,
  cookies: badCookies,
  'proofs of phones': phoneProofs,
  'calls for administrators': administration,
  'other headers': headers,
  paths: badPaths,
  methods,
  'content types': contentTypes,
  encodings,
  sizes,
};

/** What was typed as an address is not in it. */
const OF_NOBODY = { userId: null, network: null, reason: 'password-wrong' };

describe('bad input', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let contents: Contents;

  beforeAll(async () => {
    db = await createTestDatabase();
    // One for each sign-in with what is no address: together they would run into the delays for wrong passwords.
    await db.sql`
      insert into gatehouse.applications (slug, name) select 'app-' || number, 'App' from generate_series(0, 40) number`;
    api = await ApiHarness.open(db, { environment: { PUBLIC_URL: OWN_ORIGIN } });
    await api.activated(ACTIVE);
    const userId = await api.register(PENDING);
    await api.deliver(userId);
    contents = await Contents.of(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const latestEvent = async () =>
    (await db.sql`select type, data from gatehouse.event_log order by position desc limit 1`)[0];

  it('is known in far more than a hundred ways, no two alike', () => {
    const all = Object.values(groups).flat();
    expect(all.length).toBeGreaterThan(500);
    expect(all.length).toBe(new Set(all.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).size);
    expect(all.length).toBe(new Set(all.map(({ what }) => what)).size);
  });

  describe.each(Object.entries(groups))('in %s', (_group, requests) => {
    it.each(requests.map((request) => [request.what, request] as const))('refuses %s', async (_what, request) => {
      const answer = await rawExchange(api.port, request.bytes);
      api.expectProblem(answer, request.status, request.code);
      const { errors } = answer.body as { errors?: { pointer: string; code: string }[] };
      if (request.errors) expect(errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(request.errors);
      if (answer.status === 401)
        expect(answer.headers['www-authenticate']).toMatch(/^(Basic|Bearer) realm="Gatehouse"/);
      expect(await contents.changed()).toEqual(
        request.isTry ? ['gatehouse.event_log', 'gatehouse.password_tries'] : [],
      );
      if (request.isTry) expect(await latestEvent()).toEqual({ type: 'authentication.failed.v1', data: OF_NOBODY });
    });
  });

  it('leaves the service well, and the accounts as they were', async () => {
    const signIn = ({ email, password }: Person) => api.http.post('/v1/sessions').send({ email, password });
    expect(await signIn(ACTIVE)).toMatchObject({ status: 201 });
    expect(await signIn(PENDING)).toMatchObject({ status: 403 });
    expect(await api.http.get('/health/ready')).toMatchObject({ status: 200 });
  });
});
