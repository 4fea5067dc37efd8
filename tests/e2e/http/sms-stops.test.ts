import { randomUUID } from 'node:crypto';
import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const STOPS = '/v1/admin/sms/stops';
const CODE = '/v1/users/me/phone/code';
const RANGE = '+3361234';
const LIMITS = { perRangeAndHour: 2, rangeSample: 2, leastProvenPercent: 50 };

describe('stops of SMS, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    const policy = { requirePhone: false, sms: LIMITS };
    await admin.createApplication('shop', { policy });
    await admin.createApplication('full', { policy: { ...policy, sms: { perDay: 2 } } });
    await admin.createApplication('phones', { policy: { requirePhone: true, sms: LIMITS } });
    await admin.createApplication('no-more-phones', { policy: { requirePhone: true, sms: { perDay: 2 } } });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  /** An application that nobody has asked for anything yet. */
  const another = async () => {
    const slug = `shop-${randomUUID()}`;
    await admin.createApplication(slug, { policy: { requirePhone: false, sms: LIMITS } });
    return { slug, key: (await admin.keyOf(slug)).key };
  };
  const askFor = async (phone: string, application: string) => {
    const { token } = await admin.someone('user', application);
    const answer = await admin.call(token, 'post', CODE, application).send({ phone });
    api.expectDocumented(`POST ${CODE}`, answer);
    return answer;
  };
  const signUp = (phone: string, application: string) =>
    api.http
      .post('/v1/users')
      .set('Gatehouse-Application', application)
      .send({ ...somebody(), phone });
  const list = async (bearer: string) => {
    const answer = await admin.call(bearer, 'get', STOPS);
    api.expectDocumented(`GET ${STOPS}`, answer);
    return (answer.body as { stops: { id: string; place: string; reason: string }[] }).stops;
  };

  it('are found, audited, and lifted', async () => {
    const { slug, key } = await another();
    for (const last of [1, 2]) expect((await askFor(`${RANGE}000${last}`, slug)).status).toBe(202);
    expect(await askFor(`${RANGE}0003`, slug)).toMatchObject({ status: 429, body: { code: 'throttled' } });
    const [stop] = await list(key);
    expect(stop).toMatchObject({ place: RANGE, reason: 'velocity' });

    const audit = await admin.call(key, 'get', '/v1/admin/audit?order=latest-first&limit=1');
    api.expectDocumented('GET /v1/admin/audit', audit);
    expect(audit.body).toMatchObject({
      entries: [
        {
          act: 'sms.stopped',
          subject: RANGE,
          administrator: { kind: 'service', id: null, application: slug },
          network: null,
          details: { stopId: stop?.id, kind: 'range', reason: 'velocity', asked: 2 },
        },
      ],
    });

    const lifted = await admin.call(key, 'delete', `${STOPS}/${stop?.id}`);
    api.expectDocumented(`DELETE ${STOPS}/{id}`, lifted);
    expect(lifted.status).toBe(204);
    expect(await list(key)).toEqual([]);
    expect((await askFor(`${RANGE}0003`, slug)).status).toBe(202);
  });

  it('show what was requested and entered, to those who may read statistics', async () => {
    const { slug, key } = await another();
    await askFor('+33687650009', slug);
    const answer = await admin.call(key, 'get', '/v1/admin/statistics/sms');
    api.expectDocumented('GET /v1/admin/statistics/sms', answer);
    expect(answer.body).toMatchObject({ countries: [{ country: 'FR', asked: 1, proven: 0, provenPercent: 0 }] });
  });

  /** All that a stranger sees, but for what differs between any two answers. */
  const seen = ({ status, headers, body }: Awaited<ReturnType<typeof signUp>>) => {
    const names = Object.keys(headers).sort();
    const { requestId: _, ...rest } = body as Record<string, unknown>;
    return { status, names, body: rest };
  };

  it.each([
    ['a code for a phone', askFor, 'shop', 'full'],
    ['a sign-up with a phone', signUp, 'phones', 'no-more-phones'],
  ])('look like the application’s own limit to a stranger: %s', async (_, askAs, stopped, capped) => {
    const last = async (application: string) => {
      for (const number of [1, 2]) await askAs(`+3368765000${number}`, application);
      const first = await askAs('+33687650003', application);
      // The first to meet the stop is told the same as those who come later.
      const later = await askAs('+33687650004', application);
      expect(seen(later)).toEqual(seen(first));
      expect(Number(later.headers['retry-after'])).toBeGreaterThan(0);
      return seen(later);
    };
    const atStop = await last(stopped);
    expect(atStop).toMatchObject({ status: 429, body: { code: 'throttled' } });
    expect(atStop).toEqual(await last(capped));
  });

  it('are no other application’s to see or lift', async () => {
    const { key: other } = await admin.keyOf('full');
    expect(await list(other)).toEqual([]);
    const [stop] = await list((await admin.keyOf('phones')).key);
    expect(stop).toBeDefined();
    expect(await admin.call(other, 'delete', `${STOPS}/${stop?.id}`)).toMatchObject({ status: 404 });
  });

  it('are not for support to lift', async () => {
    const { token } = await admin.someone('support', 'shop');
    expect(await list(token)).not.toEqual([]);
    const [stop] = await list(token);
    expect(await admin.call(token, 'delete', `${STOPS}/${stop?.id}`)).toMatchObject({
      status: 403,
      body: { code: 'scope-missing' },
    });
  });
});
