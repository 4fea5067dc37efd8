import { Database } from '@gatehouse/platform/postgres';
import {
  PostgresMessageTemplates,
  PostgresTemplateStore,
} from '../../../libs/notification/adapters/postgres/templates/postgres-templates.js';
import { acceptTemplate } from '../../../libs/notification/domain/template/accept-template.js';
import { OPERATOR } from '../../support/administration.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const context = { application: 'acme', network: null, requestId: 'tests', administrator: OPERATOR };
const key = { application: 'acme', template: 'activation-code', locale: 'fr' } as const;

function accepted(subject: string) {
  const parts = { subject, text: 'Voici\n{{digits}}', html: '<b>{{digits}}</b>' };
  const result = acceptTemplate('activation-code', parts);
  if (!result.ok) throw new Error('Refused');
  return { parts, value: result.value };
}

describe('templates in PostgreSQL', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let now: Date;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database({ url: testDatabase.url, applicationName: 'tests', poolSize: 2, deadlineMs: 30_000 });
  });
  beforeEach(async () => {
    now = new Date('2026-05-01T12:00:00.000Z');
    await testDatabase.sql`delete from gatehouse.message_templates`;
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const templates = () => new PostgresMessageTemplates(database, { now: () => now });
  const store = () => new PostgresTemplateStore(database);

  it('are found as they were saved, for their application, mail and language alone', async () => {
    const { parts, value } = accepted("Bienvenue “$1 \\ ' {{application}}”");
    await store().save(key, value, context);
    const others = templates();
    expect(await others.find(key)).toEqual(parts);
    expect(await others.find({ ...key, application: 'other' })).toBeNull();
    expect(await others.find({ ...key, locale: 'de' })).toBeNull();
    expect(await others.find({ ...key, template: 'account-exists' })).toBeNull();
  });

  it('are replaced and removed', async () => {
    await store().save(key, accepted('First').value, context);
    await store().save(key, accepted('Second').value, context);
    expect(await store().read(key)).toMatchObject({ subject: 'Second' });
    expect(await templates().find(key)).toMatchObject({ subject: 'Second' });
    await store().remove(key, context);
    expect(await store().read(key)).toBeNull();
    await store().remove(key, context);
    expect(await templates().find(key)).toBeNull();
  });

  it('changed by another process are seen after 30 s, and are one object until then', async () => {
    const read = templates();
    expect(await read.find(key)).toBeNull();
    await store().save(key, accepted('New').value, context);
    now = new Date(now.getTime() + 29_999);
    expect(await read.find(key)).toBeNull();
    now = new Date(now.getTime() + 1);
    const found = await read.find(key);
    expect(found).toMatchObject({ subject: 'New' });
    expect(await read.find(key)).toBe(found);
  });
});
