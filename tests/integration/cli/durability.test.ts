import { Database } from '@gatehouse/platform/postgres';
import { durabilityFindings, examineDatabase } from '../../../libs/deployment/doctor/examine-database.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

// The server of tests has nothing to lose: fsync, full_page_writes and synchronous_commit are off.
describe('gatehouse doctor, on a server that a crash takes something from', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await createTestDatabase();
  });
  afterAll(() => db.drop());

  const findings = async (environment: string): Promise<string[]> => {
    const database = new Database({ url: db.url, applicationName: 'doctor', poolSize: 1 });
    try {
      const findings = await examineDatabase(database, environment);
      return findings.flatMap(({ subject, state, found }) => (subject === 'durability' ? [`${state} ${found}`] : []));
    } finally {
      await database.close(1);
    }
  };

  it('warns in production of each setting by its name, until it is on', async () => {
    const lost = [
      'warn fsync is off: a crash of the machine can corrupt the database',
      'warn full_page_writes is off: a crash of the machine can leave partially written pages in the database',
    ];
    const unkept = 'warn synchronous_commit is off: a crash of the server can lose acknowledged changes';
    expect(await findings('production')).toEqual([...lost, unkept]);
    await db.sql.unsafe(`alter database ${new URL(db.url).pathname.slice(1)} set synchronous_commit = on`);
    expect(await findings('production')).toEqual(lost);
  });

  it('says nothing of it anywhere else', async () => {
    expect(await findings('development')).toEqual([]);
  });

  it('says so where nothing is off', () => {
    expect(durabilityFindings([])).toMatchObject([{ state: 'good' }]);
  });
});
