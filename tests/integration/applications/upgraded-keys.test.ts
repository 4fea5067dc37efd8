import { randomUUID } from 'node:crypto';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { KEY_SCOPES } from '@gatehouse/kernel';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('keys of the version before scopes', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  it('go on doing what they did, and know who made them', async () => {
    const migrator = await deploymentMigrator(db.url);
    await migrator.down('0080-key-scopes');
    const [maker, child, rotated, unknown] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    for (const id of [maker, child, rotated, unknown]) {
      await db.sql`
        insert into gatehouse.application_keys (application, id, name, key_hash, hint, created_at)
        values ('default', ${id}, 'old', decode(repeat('00', 32), 'hex'), 'abcd', now())`;
    }
    const person = randomUUID();
    const note = (act: string, subject: string, kind: string, by: string) => db.sql`
      insert into gatehouse.audit_log (application, act, subject, details, administrator_kind, administrator_id,
        administrator_application, request_id)
      values ('default', ${act}, ${subject}, '{}', ${kind}, ${by}, 'default', 'tests')`;
    await note('key.created', maker, 'user', person);
    await note('key.created', child, 'key', maker);
    await note('key.rotated', rotated, 'key', child);
    await note('key.revoked', maker, 'operator', person);

    await migrator.up();
    const rows = await db.sql<{ id: string; kind: string; by: string | null; scopes: string[] }[]>`
      select id, created_by_kind as kind, created_by as by, scopes from gatehouse.application_keys`;
    const of = (id: string) => rows.find((row) => row.id === id);
    expect(of(maker)).toMatchObject({ kind: 'user', by: person });
    expect(of(child)).toMatchObject({ kind: 'key', by: maker });
    expect(of(rotated)).toMatchObject({ kind: 'key', by: child });
    expect(of(unknown)).toMatchObject({ kind: 'operator', by: null });
    for (const { scopes } of rows) expect([...KEY_SCOPES]).toEqual(expect.arrayContaining(scopes));
    expect(of(maker)?.scopes).toContain('keys:write');
    expect(of(maker)?.scopes).toEqual(expect.arrayContaining(['codes:send', 'messages:retry']));
    expect(of(maker)?.scopes).toHaveLength(17);
  });
});
