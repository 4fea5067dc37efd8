import { commandFrom } from '@gatehouse/platform/edge';
import { ResumeUser, SuspendUser } from '@gatehouse/registration/contract';
import { basic, type Person, somebody } from '../../support/api.js';
import { ServiceHarness } from '../../support/service-harness.js';

const DETAILS = {
  name: 'Augusta',
  surname: 'Kingsborough',
  hobbies: ['flying machines', 'whist'],
  birthDate: '1915-12-10',
  locale: 'fr',
};

/** Columns that an export leaves out, and why. A column that is not here has to be in it. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'users.application': 'the caller has named it',
  'users.password_hash': 'a secret',
  'users.phone_required': 'the application’s policy',
  'users.import_id': 'names a file of whoever runs the service',
  'users.import_line': 'a place in that file',
  'users.version': 'shows only how often the row was written',
  'activation_codes.application': 'the caller has named it',
  'activation_codes.user_id': 'stands in account',
  'activation_codes.key_id': 'names a secret of the service',
  'activation_codes.max_attempts': 'the application’s policy',
  'activation_codes.credentials_version': 'a copy of the account’s',
  'notices.application': 'the caller has named it',
  'notices.user_id': 'stands in account',
  'email_changes.application': 'the caller has named it',
  'email_changes.user_id': 'stands in account',
  'email_changes.account_version': 'a copy of the account’s',
  'feedback.application': 'the caller has named it',
  'feedback.user_id': 'stands in account',
  'throttles.application': 'the caller has named it',
  'password_tries.application': 'the caller has named it',
  'password_tries.email': 'stands in account',
  'password_tries.network': 'belongs to whoever typed the password',
  'sessions.application': 'the caller has named it',
  'sessions.user_id': 'stands in account',
  'sessions.token_hash': 'a secret',
  'sessions.previous_token_hash': 'a secret',
  'sessions.rotated_at': 'the same as when it was used last',
  'sessions.credentials_version': 'a copy of the account’s',
  'user_roles.application': 'the caller has named it',
  'user_roles.user_id': 'stands in account',
  'deliveries.recipient_key': 'a keyed hash of the address, which stands in account',
  'deliveries.application': 'the caller has named it',
  'deliveries.user_id': 'stands in account',
  'event_log.application': 'the caller has named it',
  'event_log.subject': 'stands in account',
  'event_log.epoch': 'a place in the log',
  'event_log.transaction_id': 'a place in the log',
  'event_log.position': 'a place in the log',
};

/** `users.name` and what stands there. */
type Field = readonly [string, unknown];

describe('the export of a person’s data', () => {
  let harness: ServiceHarness;
  let lives = 0;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
  });
  afterAll(() => harness.close());
  // The queue's clock cannot be moved: what is to be mailed must be due by it.
  beforeEach(() => harness.db.setTime(null));

  const exported = async (accessToken: string) => {
    const answer = await harness.api.http.get('/v1/users/me/export').auth(accessToken, { type: 'bearer' });
    harness.api.expectDocumented('GET /v1/users/me/export', answer);
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-disposition': 'attachment; filename="account.json"' },
    });
    return answer.body as Record<string, unknown>;
  };
  const signIn = async ({ email, password }: Person): Promise<string> =>
    ((await harness.api.http.post('/v1/sessions').set('Authorization', basic({ email, password }))).body as never)[
      'accessToken'
    ];

  /** Every filled column of every row that names the person, but for what strangers have begun with the address. */
  const fieldsAbout = async (userId: string, texts: readonly string[]): Promise<Field[]> => {
    const tables = await harness.db.sql<{ name: string }[]>`
      select table_name as name from information_schema.tables
      where table_schema = 'gatehouse' and table_type = 'BASE TABLE'
        and format('%I.%I', table_schema, table_name)::regclass not in (select inhrelid from pg_inherits)
      order by 1`;
    const found: Field[] = [];
    for (const { name } of tables) {
      const rows = await harness.db.sql<{ row: Record<string, unknown> }[]>`
        select to_jsonb(row) as row from gatehouse.${harness.db.sql(name)} as row
        where exists (select 1 from jsonb_each_text(to_jsonb(row)) as field where field.value = any(${[...texts]}))`;
      const own = rows.filter(({ row }) => (name === 'users' ? row['id'] === userId : true));
      found.push(
        ...own
          .flatMap(({ row }) => Object.entries(row))
          .map(([column, value]) => [`${name}.${column}`, value] as const),
      );
    }
    return found.filter(([, value]) => value !== null);
  };

  /** Somebody to whom everything has happened that leaves a trace. */
  async function fullLife(): Promise<{ userId: string; accessToken: string; texts: string[] }> {
    lives += 1;
    const ada = { ...somebody(), ...DETAILS, phone: `+3361234567${lives}` };
    const { email, password } = ada;
    await harness.stopWorker();
    const userId = await harness.api.activated({ ...ada, email: `former-${email}` });
    await harness.api.execute(commandFrom(SuspendUser, { userId, reason: 'A mistake' }));
    await harness.api.execute(commandFrom(ResumeUser, { userId }));
    const first = await signIn({ email: `former-${email}`, password });
    const as = (method: 'post' | 'put', path: string, body: object) =>
      harness.api.http[method](path).auth(first, { type: 'bearer' }).send(body);
    await as('post', '/v1/users/me/phone/code', {});
    const phoneCode = await harness.api.deliver(userId);
    expect((await as('post', '/v1/users/me/phone/verification', { code: '000000' })).status).toBe(422);
    expect((await as('post', '/v1/users/me/phone/verification', { code: phoneCode })).status).toBe(200);
    expect((await as('post', '/v1/users/me/email', { newEmail: email, currentPassword: password })).status).toBe(202);
    const code = await harness.api.deliver(userId);
    expect((await as('post', '/v1/users/me/email/verification', { code })).status).toBe(200);
    const next = { currentPassword: password, newPassword: 'eleven quiet harbours' };
    expect((await as('put', '/v1/users/me/password', next)).status).toBe(204);
    await harness.db.advance(60_000);
    await harness.api.http.post('/v1/password-resets').send({ email }).expect(202);
    await harness.db.advance(60_000);
    await harness.api.register({ email, password: 'a stranger’s lanterns' });
    await harness.api.http.post('/v1/sessions').send({ email, password: 'not hers' });
    await harness.db
      .sql`insert into gatehouse.user_roles (application, user_id, role) values ('default', ${userId}, 'support')`;
    await harness.db.sql`
      insert into gatehouse.feedback (application, id, user_id, ease, text, given_at)
      values ('default', gen_random_uuid(), ${userId}, 4, 'Like a flying machine', gatehouse.now())`;
    const accessToken = await signIn({ email, password: next.newPassword });
    await harness.api.http.post('/v1/sessions').send({ email, password: 'not hers' });
    await harness.startWorker();
    await harness.mailTo({ email });
    await harness.stopWorker();
    return {
      userId,
      accessToken,
      texts: [userId, email, `former-${email}`, ada.phone].map((text) => text.toLowerCase()),
    };
  }

  it('holds every column of every row with the person’s data, except those that are left out for a reason', async () => {
    const { userId, accessToken, texts } = await fullLife();
    const held = new Set(leaves(await exported(accessToken)));
    const isForgotten = ([path, value]: Field) => !(path in LEFT_OUT) && !leaves(value).every((leaf) => held.has(leaf));
    const fields = await fieldsAbout(userId, texts);
    expect(fields.filter(isForgotten).map(([path]) => path)).toEqual([]);
    expect(fields.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'deliveries.template',
        'notices.kind',
        'email_changes.former_email',
        'feedback.text',
        'throttles.hits',
      ]),
    );
  });

  it('would be found lacking if it forgot a column', async () => {
    const { accessToken } = await fullLife();
    const held = new Set(leaves({ ...(await exported(accessToken)), account: undefined }));
    expect(held.has(DETAILS.surname)).toBe(false);
  });

  it('shows that others have begun registrations with the address, and nothing that they typed', async () => {
    const ada = somebody();
    const userId = await harness.api.activated(ada);
    await harness.db.advance(60_000);
    const stranger = await harness.api.register({
      ...ada,
      password: 'a stranger’s lanterns',
      name: 'Mallory',
    } as Person);
    const accessToken = await signIn(ada);
    const body = await exported(accessToken);
    expect(body['unprovenRegistrations']).toMatchObject([{ id: stranger }]);
    expect(body['account']).toMatchObject({ id: userId, name: null });
    expect(JSON.stringify(body)).not.toContain('Mallory');
  });

  it('holds no digits, no hash and no token', async () => {
    const { userId, accessToken } = await fullLife();
    const secrets = await harness.db.sql<{ secret: string }[]>`
      select split_part(password_hash, '$', 6) as secret from gatehouse.users where id = ${userId}
      union all select encode(token_hash, 'hex') from gatehouse.sessions where user_id = ${userId}
      union all select encode(token_hash, 'base64') from gatehouse.sessions where user_id = ${userId}`;
    const text = JSON.stringify(await exported(accessToken));
    for (const { secret } of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain(accessToken);
  });
});

/** Every value within, as text; times in one form. */
function leaves(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leaves);
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:/.test(text) ? [new Date(text).toISOString()] : [text];
}
