import { Administration } from '../../support/administration.js';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { png, svg, webp } from '../../support/images.js';

interface Saved {
  readonly path: string;
  readonly removed: readonly string[];
}

describe('the logo of an application', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let shop: string;
  let bank: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`insert into gatehouse.applications (slug, name) values ('shop', 'Shop'), ('bank', 'Bank')`;
    api = await ApiHarness.open(db);
    admin = new Administration(api, db);
    [shop, bank] = [(await admin.keyOf('shop')).key, (await admin.keyOf('bank')).key];
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const LOGO = '/v1/admin/applications/{slug}/logo';
  const put = async (bearer: string, slug: string, image: Buffer, type = 'application/octet-stream') => {
    const answer = await admin.call(bearer, 'put', LOGO.replace('{slug}', slug)).type(type).send(image);
    api.expectDocumented(`PUT ${LOGO}`, answer);
    return answer;
  };
  /** Other processes, and this one, know it within two seconds; a new harness has kept nothing. */
  const seen = async <T>(look: (later: ApiHarness) => Promise<T>): Promise<T> => {
    const later = await ApiHarness.open(db);
    try {
      return await look(later);
    } finally {
      await later.close();
    }
  };

  it.each([
    ['image/png', png()],
    ['image/webp', webp()],
    ['image/svg+xml', svg()],
  ] as const)(
    'is %s whatever its sender calls it, and is served at an address that may be kept for good',
    async (type, image) => {
      const saved = await put(shop, 'shop', image, 'text/html');
      expect(saved).toMatchObject({ status: 200, body: { type, removed: [] } });
      const { path } = saved.body as Saved;
      // The console shows it at once, before anybody knows of it.
      expect(await api.http.get(path)).toMatchObject({ status: 200 });
      await seen(async (later) => {
        const served = await later.http.get(path).set('Origin', 'https://shop.example').buffer().parse(bytes);
        expect(served).toMatchObject({
          status: 200,
          headers: {
            'content-type': expect.stringContaining(type),
            'content-security-policy': "default-src 'none'; sandbox",
            'x-content-type-options': 'nosniff',
            'cache-control': 'public, max-age=31536000, immutable',
            'cross-origin-resource-policy': 'cross-origin',
            'access-control-allow-origin': '*',
          },
        });
        if (type !== 'image/svg+xml') expect(served.body).toEqual(image);
        expect(await later.http.get(path).set('If-None-Match', served.headers['etag'] ?? '')).toMatchObject({
          status: 304,
        });
        const { body } = await later.http.get('/v1/appearance?application=shop');
        expect(body).toMatchObject({ logo: { path, type } });
        expect((await later.http.get('/a/shop/sign-in')).text).toContain(`<img class="logo" src="${path}"`);
      });
    },
  );

  it('of yesterday leads to that of today, for mails that were sent before', async () => {
    const { path: before } = (await put(shop, 'shop', png(20, 20))).body as Saved;
    const { path: now } = (await put(shop, 'shop', png(21, 21))).body as Saved;
    await seen(async (later) => {
      const [old, current] = [await later.http.get(before), await later.http.get(now)];
      expect([old.status, old.headers['cache-control'], old.headers['etag']]).toEqual([
        200,
        'no-cache',
        current.headers['etag'],
      ]);
    });
  });

  it('is there also where a process knows the one before, and nobody has asked it for that yet', async () => {
    const { path: before } = (await put(shop, 'shop', png(22, 22))).body as Saved;
    await seen(async (later) => {
      expect((await later.http.get('/v1/appearance?application=shop')).body).toMatchObject({ logo: { path: before } });
      const now = png(23, 23);
      await put(shop, 'shop', now);
      const served = await later.http.get(before).buffer().parse(bytes);
      expect(served).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' }, body: now });
    });
  });

  it('goes when it is removed, and with it the last byte of it', async () => {
    const { path } = (await put(shop, 'shop', png())).body as Saved;
    for (let time = 0; time < 2; time += 1) {
      const removed = await admin.call(shop, 'delete', '/v1/admin/applications/shop/logo');
      api.expectDocumented(`DELETE ${LOGO}`, removed);
      expect(removed.status).toBe(204);
    }
    await seen(async (later) => {
      later.expectProblem(await later.http.get(path), 404, 'not-found');
      expect((await later.http.get('/v1/appearance?application=shop')).body).toMatchObject({ logo: null });
    });
    expect(await db.sql`select 1 from gatehouse.application_logos where application = 'shop'`).toEqual([]);
  });

  it('is noted, with an event and an entry in the audit log, and only where it changed', async () => {
    const logged = () => db.sql<{ events: number; entries: number }[]>`
      select (select count(*)::int from gatehouse.event_log where data->'fields' = '["logo"]') as events,
        (select count(*)::int from gatehouse.audit_log where details->'fields' = '["logo"]') as entries`;
    const [before] = await logged();
    for (let time = 0; time < 3; time += 1) await put(shop, 'shop', png(30, 30));
    expect(await logged()).toEqual([{ events: (before?.events ?? 0) + 1, entries: (before?.entries ?? 0) + 1 }]);
  });

  it('is nobody else’s to set, remove or read about', async () => {
    const { path } = (await put(shop, 'shop', png(40, 40))).body as Saved;
    expect(await put(bank, 'shop', png(41, 41))).toMatchObject({
      status: 404,
      body: { code: 'application-not-found' },
    });
    expect(await admin.call(bank, 'delete', '/v1/admin/applications/shop/logo')).toMatchObject({ status: 404 });
    expect(await put((await admin.someone('support', 'shop')).token, 'shop', png())).toMatchObject({ status: 403 });
    await seen(async (later) => {
      expect((await later.http.get('/v1/appearance?application=shop')).body).toMatchObject({ logo: { path } });
      for (const name of [path, '/a/shop/logo/x', `/a/shop/logo/${'0'.repeat(32)}`, '/a/shop/logo/%00'])
        later.expectProblem(await later.http.get(name.replace('shop', 'bank')), 404, 'not-found');
      later.expectProblem(await later.http.get(path.replace('shop', 'nobodys')), 404, 'not-found');
    });
  });

  it('cannot be larger than 200 KiB, compressed or cut off, and says what is wrong with it', async () => {
    expect(await put(shop, 'shop', Buffer.alloc(200 * 1024 + 1))).toMatchObject({ status: 413 });
    const zipped = admin.call(shop, 'put', '/v1/admin/applications/shop/logo').set('Content-Encoding', 'gzip');
    expect(await zipped.send(png())).toMatchObject({ status: 415 });
    expect(await put(shop, 'shop', png(8, 8))).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'image-sides', message: 'Must be 16 to 2048 pixels wide and high' }] },
    });
    expect(await put(shop, 'shop', png().subarray(0, 40))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/image', code: 'image-unreadable' }] },
    });
    expect(((await put(shop, 'shop', svg('<script/><path d="M0 0h9"/>'))).body as Saved).removed).toEqual(['script']);
  });
});

/** The body as it came; superagent reads images as text otherwise. */
const bytes = (response: unknown, done: (error: Error | null, body: unknown) => void): void => {
  const chunks: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
};
