import 'reflect-metadata';
import { APPLICATIONS } from '@gatehouse/applications';
import { ChangeApplication } from '@gatehouse/applications/contract';
import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { commandFrom } from '@gatehouse/platform/edge';
import { AccessHarness } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const POLICY = {
  code: { triesPerCode: 5 },
  codes: { phone: { windowSeconds: 3_600, triesPerCode: 4 } },
  messages: { gapSeconds: 10, perHour: 60, perDay: 2 },
  sms: { perDay: 1_000, countries: ['FR', 'BD'] },
};

describe('an application of the version before grants', () => {
  let db: TestDatabase;
  let harness: AccessHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    const migrator = await deploymentMigrator(db.url);
    await migrator.down('0081-application-grants');
    await db.sql`
      insert into gatehouse.applications (slug, name, sender_email, link_base_url, redirect_targets, policy)
      values ('bold', 'Bold', 'Hello@bold.example', 'https://bold.example:443/account',
          ${['https://bold.example/a', 'https://bold.example/b', 'https://www.bold.example/']}::text[],
          ${db.sql.json(POLICY)}),
        ('shy', 'Shy', null, null, '{}', ${db.sql.json({ sms: { countries: ['FR'] }, messages: { perDay: 1 } })})`;
    await migrator.up();
    harness = new AccessHarness(db);
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });

  const grantsOf = async (slug: string) => (await harness.container.get(APPLICATIONS.views).bySlug(slug))?.grants;
  const change = (fields: Readonly<Record<string, unknown>>) =>
    harness.execute(commandFrom(ChangeApplication, fields), {
      application: 'bold',
      administrator: { kind: 'key', id: crypto.randomUUID(), application: 'bold', everywhere: false },
    });

  it('is granted what it has', async () => {
    expect(await grantsOf('bold')).toMatchObject({
      senders: ['hello@bold.example'],
      linkOrigins: ['https://bold.example'],
      redirectOrigins: ['https://bold.example', 'https://www.bold.example'],
      codes: { triesPerCode: 5, sharedTries: 3, windowSeconds: 3_600 },
      messages: { gapSeconds: 10, perHour: 60, perDay: 10, perNetworkAndHour: 30 },
      sms: { perDay: 1_000, countries: expect.arrayContaining(['BD', 'FR', 'US']) },
    });
    expect(await change({ sender: { email: 'hello@bold.example' }, policy: POLICY })).toMatchObject({ ok: true });
    expect(await change({ policy: { sms: { perDay: 1_001 } } })).toMatchObject({ error: { code: 'grant-exceeded' } });
  });

  it('is granted the defaults where it has less', async () => {
    expect(await grantsOf('shy')).toEqual(await grantsOf('default'));
  });
});
