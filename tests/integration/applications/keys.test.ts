import 'reflect-metadata';
import { ACCESS } from '@gatehouse/access';
import { APPLICATIONS } from '@gatehouse/applications';
import { CreateApplication, CreateKey, RevokeKey, RotateKey } from '@gatehouse/applications/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import { AccessHarness, accepted } from '../../support/access/access-harness.js';
import { newSlug, OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const NEVER_WAS = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';
const HOUR = 3_600_000;

describe('keys', () => {
  let db: TestDatabase;
  let harness: AccessHarness;
  let shop: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new AccessHarness(db);
  });
  beforeEach(async () => {
    shop = newSlug();
    accepted(
      await harness.execute(commandFrom(CreateApplication, { slug: shop, name: 'Shop' }), { administrator: OPERATOR }),
    );
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const by = (application = shop) => ({ application, administrator: OPERATOR });
  const create = (fields: object = {}) => harness.execute(commandFrom(CreateKey, { name: 'backend', ...fields }), by());
  const rotate = (keyId: string, fields: object = {}, application = shop) =>
    harness.execute(commandFrom(RotateKey, { keyId, ...fields }), by(application));
  const revoke = (keyId: string, application = shop) =>
    harness.execute(commandFrom(RevokeKey, { keyId }), by(application));
  const identify = (key: string) => harness.container.get(ACCESS.backendKeys).identify(key);
  const list = () => harness.container.get(APPLICATIONS.keyViews).ofApplication(shop);
  const actsOn = async () =>
    (
      await db.sql<{ act: string }[]>`
        select act from gatehouse.audit_log where application = ${shop} and act like 'key.%' order by position`
    ).map(({ act }) => act);

  it('open their application, and are kept nowhere', async () => {
    const { id, key } = accepted(await create());
    expect(await identify(key)).toMatchObject({ id, application: shop });
    const rows = await db.sql<{ row: string }[]>`
      select to_jsonb(k)::text as row from gatehouse.application_keys k where application = ${shop}
      union all select to_jsonb(e)::text from gatehouse.event_log e where application = ${shop}
      union all select to_jsonb(a)::text from gatehouse.audit_log a where application = ${shop}`;
    expect(rows.length).toBeGreaterThan(3);
    for (const { row } of rows) expect(row).not.toContain(key.slice(40, 60));
    expect(await list()).toMatchObject([
      { id, name: 'backend', hint: key.slice(-4), state: 'active', expiresAt: null },
    ]);
  });

  it('that were made up open nothing, whosever id they name', async () => {
    const { id } = accepted(await create());
    const secrets = harness.container.get(APPLICATIONS.secretKeys);
    expect(await identify(secrets.create(id).text)).toBeNull();
    expect(await identify(secrets.create(NEVER_WAS).text)).toBeNull();
    expect(await identify('ghk_x')).toBeNull();
  });

  it('end by themselves at their time', async () => {
    const { key } = accepted(await create({ lifeSeconds: 3_600 }));
    await db.advance(HOUR - 5_000);
    expect(await identify(key)).not.toBeNull();
    await db.advance(5_000);
    expect(await identify(key)).toBeNull();
    expect(await list()).toMatchObject([{ state: 'expired' }]);
  });

  it('are good beside their successor for as long as was said, and not longer than they would have been', async () => {
    const old = accepted(await create());
    const next = accepted(await rotate(old.id, { overlapSeconds: 3_600 }));
    expect(next).toMatchObject({ name: 'backend', state: 'active', expiresAt: null });
    expect(await identify(old.key)).not.toBeNull();
    expect(await identify(next.key)).toMatchObject({ id: next.id, application: shop });
    await db.advance(HOUR);
    expect(await identify(old.key)).toBeNull();
    expect(await identify(next.key)).not.toBeNull();

    const short = accepted(await create({ lifeSeconds: 60 }));
    accepted(await rotate(short.id));
    await db.advance(60_000);
    expect(await identify(short.key)).toBeNull();
    const gone = accepted(await create());
    accepted(await rotate(gone.id, { overlapSeconds: 0 }));
    expect(await identify(gone.key)).toBeNull();
  });

  it('have one successor, of twenty rotations at once', async () => {
    const { id } = accepted(await create());
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => rotate(id)));
    const won = outcomes.filter(({ ok }) => ok);
    expect(won).toHaveLength(1);
    for (const outcome of outcomes) if (!outcome.ok) expect(outcome.error.code).toBe('key-unknown');
    expect(await list()).toHaveLength(2);
    expect(await actsOn()).toEqual(['key.created', 'key.rotated']);
  });

  it('end at once and for good when they are revoked, and once in the log', async () => {
    const { id, key } = accepted(await create());
    await Promise.all(Array.from({ length: 5 }, async () => accepted(await revoke(id))));
    expect(await identify(key)).toBeNull();
    expect(await rotate(id)).toMatchObject({ error: { code: 'key-unknown' } });
    expect(await list()).toMatchObject([{ state: 'revoked' }]);
    expect(await actsOn()).toEqual(['key.created', 'key.revoked']);
  });

  it('are unknown to every other application', async () => {
    const { id, key } = accepted(await create());
    expect(await revoke(id, 'default')).toMatchObject({ error: { code: 'key-unknown' } });
    expect(await rotate(id, {}, 'default')).toMatchObject({ error: { code: 'key-unknown' } });
    expect(await revoke(NEVER_WAS)).toMatchObject({ error: { code: 'key-unknown' } });
    expect(await identify(key)).toMatchObject({ id, application: shop });
  });

  it('are twenty good ones at most, also when forty are asked for at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => create()));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(20);
    const [first] = await list();
    accepted(await revoke(first?.id ?? ''));
    accepted(await create());
    expect(await create()).toMatchObject({ error: { code: 'too-many-keys' } });
  });

  it('are all rotated when they are twenty, and overlaps do not pile up', async () => {
    for (let made = 0; made < 20; made += 1) accepted(await create());
    const first = await list();
    const rotated = await Promise.all(first.map(({ id }) => rotate(id)));
    expect(rotated.filter(({ ok }) => ok)).toHaveLength(20);
    expect(await create()).toMatchObject({ error: { code: 'too-many-keys' } });
    const [successor] = (await list()).filter(({ replacedBy }) => replacedBy === null);
    expect(await rotate(successor?.id ?? '')).toMatchObject({ error: { code: 'too-many-keys' } });
    await db.advance(24 * HOUR);
    accepted(await rotate(successor?.id ?? ''));
    expect((await list()).filter(({ state, replacedBy }) => state === 'active' && replacedBy === null)).toHaveLength(
      20,
    );
  });

  it('show when they were used last, to the hour, by one write', async () => {
    const { id, key } = accepted(await create());
    const usedAt = async () => (await list())[0]?.lastUsedAt ?? null;
    expect(await usedAt()).toBeNull();
    await identify(key);
    const first = await usedAt();
    expect(first).not.toBeNull();
    await db.advance(HOUR - 60_000);
    await Promise.all(Array.from({ length: 10 }, () => identify(key)));
    expect(await usedAt()).toBe(first);
    await db.advance(60_000);
    await identify(key);
    expect(await usedAt()).not.toBe(first);
    const [row] = await db.sql`select xmin::text from gatehouse.application_keys where id = ${id}`;
    await identify(key);
    expect(await db.sql`select xmin::text from gatehouse.application_keys where id = ${id}`).toEqual([row]);
  });
});
