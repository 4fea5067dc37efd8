import { deploymentMigrator } from '@gatehouse/deployment/migrations';
import { Database, sessionSettings } from '@gatehouse/platform/postgres';
import { PgBossDatabase } from '../../../libs/platform/jobs/pg-boss-database.js';
import { basic, somebody } from '../../support/api.js';
import { createTestDatabase } from '../../support/database.js';
import { ServiceHarness } from '../../support/service-harness.js';

/** Each setting, as PostgreSQL writes it. */
const CURRENT = `select name, current_setting(name) as value from unnest(array['${Object.keys(sessionSettings).join("','")}']) name`;
const OWN = { statement_timeout: expect.stringMatching(/s$|min$/) };

interface Setting {
  readonly name: string;
  readonly value: string;
}
const asRecord = (rows: readonly unknown[]) =>
  Object.fromEntries((rows as Setting[]).map(({ name, value }) => [name, value]));

describe('a database that gives its sessions every setting otherwise than usual', () => {
  it('is migrated, though it allows a statement one millisecond', async () => {
    const db = await createTestDatabase({ migrated: false, odd: true });
    try {
      const migrator = await deploymentMigrator(db.url);
      expect((await migrator.up()).length).toBeGreaterThan(20);
      expect((await migrator.down(0)).length).toBeGreaterThan(20);
    } finally {
      await db.drop();
    }
  });

  it('changes nothing for the statements of the service and of its job queue', async () => {
    const db = await createTestDatabase({ odd: true });
    const database = new Database({ url: db.url, applicationName: 'odd' });
    const jobs = new PgBossDatabase(db.url, 1);
    try {
      const ours = await database.query((sql) => sql.unsafe(CURRENT));
      expect(asRecord(ours)).toEqual({ ...sessionSettings, ...OWN });
      // Asked for again, a text goes over the pool of what is prepared.
      for (let time = 0; time < 2; time++) {
        expect(asRecord((await jobs.executeSql(CURRENT)).rows)).toEqual({ ...sessionSettings, ...OWN });
      }
    } finally {
      await Promise.all([database.close(1), jobs.close()]);
      await db.drop();
    }
  });

  it('lets people sign up, activate, sign in, change their profile, and read and erase what is held', async () => {
    const db = await createTestDatabase({ odd: true });
    const harness = await ServiceHarness.open({ db });
    try {
      const ada = somebody();
      await harness.activated(ada);
      const { body } = await harness.api.http.post('/v1/sessions').set('Authorization', basic(ada)).expect(201);
      const authorization = `Bearer ${(body as { accessToken: string }).accessToken}`;
      const me = (method: 'get' | 'patch', path = '') =>
        harness.api.http[method](`/v1/users/me${path}`).set('Authorization', authorization);
      const birthDate = '1985-12-10';
      const changed = await me('patch').send({ name: 'Ada Ł ’ 日', birthDate }).expect(200);
      expect(changed.body).toMatchObject({ name: 'Ada Ł ’ 日', birthDate });
      const held = await me('get', '/export').expect(200);
      expect(JSON.stringify(held.body)).toContain(birthDate);
      const { createdAt } = changed.body as { createdAt: string };
      expect(Math.abs(Date.now() - Date.parse(createdAt))).toBeLessThan(120_000);
      await harness.api.http.delete('/v1/users/me').set('Authorization', basic(ada)).expect(204);
    } finally {
      await harness.close();
      await db.drop();
    }
  });
});
