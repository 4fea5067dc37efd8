import { Administration } from '../../support/administration.js';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const PATH = '/v1/admin/diagnostics';
const SECRET = 'hunter-2-is-nobodys-business';

interface Answer {
  readonly examinedAt: string | null;
  readonly findings: readonly { readonly subject: string; readonly state: string; readonly advice: string | null }[];
}

describe('diagnostics', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, {
      environment: {
        SMS_PROVIDERS: 'vonage',
        SMS_SENDER: 'Acme',
        SMS_VONAGE_API_KEY: 'key',
        SMS_VONAGE_API_SECRET: SECRET,
        SMS_VONAGE_BASE_URL: 'http://127.0.0.1:1',
      },
    });
    admin = new Administration(api, db);
    await admin.createApplication('shop');
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  it('tell an administrator of the deployment what the doctor finds and what to do, with no credential in it', async () => {
    const { token } = await admin.someone('admin');
    const look = async () => {
      const answer = await admin.call(token, 'get', PATH);
      api.expectDocumented(`GET ${PATH}`, answer);
      return answer.body as Answer;
    };
    let found = await look();
    await eventually('the first examination', async () => {
      found = await look();
      return found.examinedAt !== null;
    });
    expect(found).toMatchObject({
      process: {
        nodeVersion: process.versions.node,
        hashing: { running: 0, waiting: 0, longestWaitSeconds: 0 },
      },
    });
    expect(found.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: 'database', state: 'good', advice: null }),
        expect.objectContaining({ subject: 'migrations', state: 'good' }),
        // The harness has an API and no worker.
        expect.objectContaining({ subject: 'processes', found: expect.stringMatching(/^api \d\S*, and no worker$/) }),
        expect.objectContaining({ subject: 'sms', state: 'bad', advice: expect.stringContaining('SMS_VONAGE') }),
      ]),
    );
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`${SECRET}|postgres://`));
    expect(await look()).toMatchObject({ examinedAt: found.examinedAt });
  });

  it('are closed to administrators and keys of one application, and to support', async () => {
    const { token } = await admin.someone('admin', 'shop');
    expect(await admin.call(token, 'get', PATH)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const { key } = await admin.keyOf('shop');
    expect(await admin.call(key, 'get', PATH)).toMatchObject({ status: 404 });
    const support = await admin.someone('support');
    expect(await admin.call(support.token, 'get', PATH)).toMatchObject({
      status: 403,
      body: { code: 'scope-missing' },
    });
  });
});
