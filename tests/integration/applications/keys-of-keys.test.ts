import 'reflect-metadata';
import { ACCESS } from '@gatehouse/access';
import { APPLICATIONS } from '@gatehouse/applications';
import { CreateApplication, CreateKey, RevokeKey, RotateKey } from '@gatehouse/applications/contract';
import { type Administrator, KEY_SCOPES } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { AccessHarness, accepted } from '../../support/access/access-harness.js';
import { newSlug, OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const HOUR = 3_600_000;
const MAKER_SCOPES = ['keys:write', 'users:read', 'messages:read'];

describe('a key that makes keys', () => {
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

  const byKey = (id: string): Administrator => ({ kind: 'key', id, application: shop, everywhere: false });
  const create = (administrator: Administrator, fields: object = {}) =>
    harness.execute(commandFrom(CreateKey, { name: 'backend', ...fields }), { application: shop, administrator });
  const rotate = (administrator: Administrator, keyId: string, fields: object = {}) =>
    harness.execute(commandFrom(RotateKey, { keyId, ...fields }), { application: shop, administrator });
  const revoke = (keyId: string, administrator = OPERATOR) =>
    harness.execute(commandFrom(RevokeKey, { keyId }), { application: shop, administrator });
  const made = async (administrator: Administrator, fields: object = {}) =>
    accepted(await create(administrator, fields));
  const identify = (key: string) => harness.container.get(ACCESS.backendKeys).identify(key);
  const opens = async (key: string) => (await identify(key)) !== null;
  const list = () => harness.container.get(APPLICATIONS.keyViews).ofApplication(shop);

  it('is one that was said to: by default a key does everything but that', async () => {
    const { key, scopes } = await made(OPERATOR);
    expect(scopes).toEqual(KEY_SCOPES.filter((scope) => scope !== 'keys:write'));
    expect(await identify(key)).toMatchObject({ scopes });
  });

  it('gives no scope that it lacks, neither to a new key nor by a rotation', async () => {
    const maker = await made(OPERATOR, { scopes: MAKER_SCOPES });
    const mighty = await made(OPERATOR, { scopes: KEY_SCOPES });
    const refused = { error: { code: 'key-scope-refused' } };
    expect(await create(byKey(maker.id))).toMatchObject(refused);
    expect(await create(byKey(maker.id), { scopes: ['users:read', 'users:write'] })).toMatchObject(refused);
    expect(await rotate(byKey(maker.id), mighty.id)).toMatchObject(refused);
    expect(await list()).toHaveLength(2);
    expect(await opens(mighty.key)).toBe(true);

    const lesser = await made(byKey(maker.id), { scopes: ['users:read'] });
    expect(lesser.scopes).toEqual(['users:read']);
    expect(accepted(await rotate(byKey(maker.id), lesser.id)).scopes).toEqual(['users:read']);
  });

  it('takes with it, when it is revoked, all that came of it, and nothing else', async () => {
    const leaked = await made(OPERATOR, { scopes: KEY_SCOPES });
    const child = await made(byKey(leaked.id), { scopes: KEY_SCOPES });
    const grandchild = await made(byKey(child.id));
    const own = accepted(await rotate(byKey(child.id), child.id, { overlapSeconds: 0 }));
    const another = await made(OPERATOR, { scopes: KEY_SCOPES });
    const rotatedByThief = accepted(await rotate(byKey(leaked.id), another.id));
    const rotatedByOperator = accepted(await rotate(OPERATOR, leaked.id));

    accepted(await revoke(leaked.id));
    for (const { key } of [leaked, child, grandchild, own, rotatedByThief]) expect(await opens(key)).toBe(false);
    for (const { key } of [another, rotatedByOperator]) expect(await opens(key)).toBe(true);
    const [entry] = await db.sql<{ details: { with: string[] } }[]>`
      select details from gatehouse.audit_log where application = ${shop} and act = 'key.revoked'`;
    expect(new Set(entry?.details.with)).toEqual(new Set([grandchild.id, own.id, rotatedByThief.id]));
    const events = await db.sql<{ subject: string }[]>`
      select subject from gatehouse.event_log where application = ${shop} and type = 'key.revoked.v1'`;
    expect(events.map(({ subject }) => subject).sort()).toEqual(
      [leaked.id, grandchild.id, own.id, rotatedByThief.id].sort(),
    );
  });

  it('makes none that outlives it by its own time', async () => {
    const maker = await made(OPERATOR, { scopes: KEY_SCOPES, lifeSeconds: 3_600 });
    const child = await made(byKey(maker.id));
    const brief = await made(byKey(maker.id), { lifeSeconds: 60 });
    const successor = accepted(await rotate(byKey(maker.id), maker.id));
    expect(child.expiresAt).toBe(maker.expiresAt);
    expect(successor.expiresAt).toBe(maker.expiresAt);
    expect(Date.parse(brief.expiresAt ?? '')).toBeLessThan(Date.parse(maker.expiresAt ?? ''));
    await db.advance(HOUR);
    expect(await opens(child.key)).toBe(false);
    expect(await opens(successor.key)).toBe(false);
  });

  it('makes none once it is over, though its call was let in before', async () => {
    const maker = await made(OPERATOR, { scopes: KEY_SCOPES });
    accepted(await revoke(maker.id));
    expect(await create(byKey(maker.id))).toMatchObject({ error: { code: 'key-scope-refused' } });
    expect(await list()).toHaveLength(1);
  });

  it('leaves none behind, of those that it makes while it is revoked', async () => {
    for (let round = 0; round < 5; round += 1) {
      const maker = await made(OPERATOR, { scopes: KEY_SCOPES });
      const [, ...outcomes] = await Promise.all([
        revoke(maker.id),
        ...Array.from({ length: 6 }, () => create(byKey(maker.id))),
      ]);
      for (const outcome of outcomes) if (outcome.ok) expect(await opens(outcome.value.key)).toBe(false);
    }
  });

  it('is shown for each key in the list, as are people and the operator', async () => {
    const maker = await made(OPERATOR, { scopes: KEY_SCOPES });
    const child = await made(byKey(maker.id));
    const byList = new Map((await list()).map(({ id, createdBy }) => [id, createdBy]));
    expect(byList.get(maker.id)).toEqual({ kind: 'operator', id: null, application: 'default' });
    expect(byList.get(child.id)).toEqual({ kind: 'key', id: maker.id, application: shop });
  });
});
