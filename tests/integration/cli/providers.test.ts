import { tmpdir } from 'node:os';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runGatehouse } from '../../support/run-gatehouse.js';

describe('gatehouse providers', () => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.provider_reports (application, channel, provider, process_id, state, reason)
      values ('default', 'mail', 'postmark', gen_random_uuid(), 'open', 'credentials-refused-401 10')`;
    await db.sql`
      insert into gatehouse.deliveries
        (application, id, user_id, code_id, channel, template, state, attempts, not_before, deadline, provider)
      select 'shop', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'mail', 'activation-code', state, 1, now(), now(), 'resend'
      from unnest(array['sent', 'sent', 'failed']) as state`;
    await db.sql`
      insert into gatehouse.applications (slug, name, policy) values ('news', 'News', '{}'),
        ('shop', 'Shop', ${db.sql.json({ providers: { mail: ['resend', 'gone', 'postmark:5'] } })})`;
  });
  afterAll(() => db.drop());

  const providers = (...options: readonly string[]) =>
    runGatehouse(
      ['providers', ...options],
      {
        ...TEST_ENVIRONMENT,
        DATABASE_URL: db.url,
        MAIL_PROVIDERS: 'postmark,resend:20',
        MAIL_APPLICATION_PROVIDERS: 'news:resend,shop:postmark',
        MAIL_SENDER: 'no-reply@acme.example',
        MAIL_POSTMARK_TOKEN: 'token',
        MAIL_RESEND_API_KEY: 'key',
        SMS_PROVIDERS: 'none',
      },
      tmpdir(),
    );

  it('prints each in order of preference: whether messages go to it, why not, and what it took of all applications', async () => {
    const { code, out, err } = await providers();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^CHANNEL +PROVIDER +STATE +ACCEPTED +REFUSED +SHARE +CHANGED +REASON/),
      expect.stringMatching(/^mail +postmark +open +0 +0 +\d{4}-\d\d-\d\dT\S+ +credentials-refused-401 10/),
      expect.stringMatching(/^mail +resend +closed +2 +1 +20 %/),
      '',
      'default: mail by postmark, resend (20 % first); as all applications',
    ]);
  });

  it('prints which of them an application has chosen, or the operator for it', async () => {
    expect((await providers('--application', 'news')).out).toMatch(
      /^news: mail by resend; set for the application by the operator$/m,
    );
    expect((await providers('--application', 'shop')).out).toMatch(
      /^shop: mail by resend, postmark \(5 % first\); chosen by the application$/m,
    );
  });

  it('prints JSON', async () => {
    const { code, out } = await providers('--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ofAllApplications: true,
      providers: [
        { channel: 'mail', name: 'postmark', state: 'open', reason: 'credentials-refused-401 10', share: null },
        { channel: 'mail', name: 'resend', state: 'closed', accepted: 2, refused: 1, share: 20 },
      ],
    });
  });
});
