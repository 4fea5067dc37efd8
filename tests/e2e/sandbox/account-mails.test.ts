import { basic, type Person, somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

const NEXT = 'eleven quiet harbours';

describe('mails about an account, as they arrive', () => {
  let harness: ServiceHarness;
  let ada: Person;
  let userId: string;

  beforeAll(async () => {
    harness = await ServiceHarness.open({ environment: { PUBLIC_URL: 'https://id.example' } });
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    ada = somebody();
    userId = await harness.api.register(ada);
    const code = codeIn(await harness.mailTo(ada)) ?? '';
    await harness.deliveryIs(userId, 'sent');
    await harness.api.activate(ada, code).expect(200);
    // The gap between two messages to a person is not what is shown here, and the queue's clock cannot be moved.
    await harness.db.sql`delete from gatehouse.throttles`;
  });
  afterEach(() => harness.sandbox.faults.clear());

  const post = async (path: string, body: object, status: number) => {
    const answer = await harness.api.http.post(path).send(body);
    expect({ path, status: answer.status, body: answer.body }).toMatchObject({ path, status });
    harness.api.expectDocumented(`POST ${path}`, answer);
  };
  const signIn = async (email: string, password: string) =>
    harness.api.http.post('/v1/sessions').set('Authorization', basic({ email, password }));
  const delivered = (template: string) =>
    eventually(`${template} is sent`, async () => {
      const rows = await harness.db.sql`
        select 1 from gatehouse.deliveries where template = ${template} and user_id = ${userId} and state = 'sent'`;
      return rows.length > 0;
    });

  it('lead through a reset: the code by link or by hand, then the notice', async () => {
    await post('/v1/password-resets', { email: ada.email }, 202);
    const mail = await harness.mailTo(ada, 2);
    const code = codeIn(mail) ?? '';
    expect(code).toMatch(/^\d{8}$/);
    expect(mail.text).toContain(`\nhttps://id.example/reset#code=${code}\n`);
    await delivered('password-reset-code');
    await post('/v1/password-resets/confirmation', { email: ada.email, code, newPassword: NEXT }, 204);
    expect((await signIn(ada.email, NEXT)).status).toBe(201);
    const notice = await harness.mailTo(ada, 3);
    expect(notice.subject).toBe('Your password at Gatehouse has been reset');
    expect(notice.text).toContain('\nhttps://id.example/reset\n');
    await delivered('password-reset-notice');
    const left = await harness.db
      .sql`select 1 from gatehouse.notices where user_id = ${userId} and recipient is not null`;
    expect(left).toHaveLength(0);
  });

  it('go nowhere for a reset of nobody’s address, and leave no dead letter', async () => {
    const nobody = somebody();
    await post('/v1/password-resets', { email: nobody.email }, 202);
    await eventually('the code of nobody lives', async () => {
      const [row] = await harness.db.sql`
        select accepted_at from gatehouse.activation_codes where target = ${nobody.email}`;
      return row?.['accepted_at'] !== null && row !== undefined;
    });
    expect(harness.mailsTo(nobody)).toEqual([]);
    expect(await harness.deadLetters()).toBe(0);
  });

  it('lead through a change of address and back, and the one who changed it is out', async () => {
    const moved = somebody();
    const session = await signIn(ada.email, ada.password);
    const { accessToken, refreshToken } = session.body as { accessToken: string; refreshToken: string };
    const asAda = (path: string, body: object) =>
      harness.api.http.post(path).set('Authorization', `Bearer ${accessToken}`).send(body);

    const wish = { newEmail: moved.email, currentPassword: ada.password };
    const asked = await asAda('/v1/users/me/email', wish);
    harness.api.expectDocumented('POST /v1/users/me/email', asked);
    expect(asked.status).toBe(202);
    expect((await harness.mailTo(ada, 2)).subject).toBe('Your address at Gatehouse is about to change');
    const code = codeIn(await harness.mailTo(moved)) ?? '';
    await delivered('email-change-code');
    const changed = await asAda('/v1/users/me/email/verification', { code });
    harness.api.expectDocumented('POST /v1/users/me/email/verification', changed);
    expect(changed).toMatchObject({ status: 200, body: { email: moved.email, emailVerified: true } });
    expect((await signIn(moved.email, ada.password)).status).toBe(201);

    const notice = await harness.mailTo(ada, 3);
    const [, token = ''] =
      /^https:\/\/id\.example\/email-undo#token=([A-Za-z0-9_-]{64})$/m.exec(notice.text ?? '') ?? [];
    const kept = await harness.db.sql`select row_to_json(job)::text as row from pgboss.job
      union all select row_to_json(delivery)::text from gatehouse.deliveries as delivery`;
    expect(JSON.stringify(kept)).not.toContain(token);
    await post('/v1/users/email-undo', { token }, 204);
    expect((await harness.mailTo(ada, 4)).subject).toBe('Your previous address at Gatehouse has been restored');
    expect((await harness.api.http.post('/v1/sessions/refresh').send({ refreshToken })).status).toBe(401);
    await eventually('the access token is refused', async () => {
      const { status } = await harness.api.http.get('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
      return status === 401;
    });
    for (const email of [ada.email, moved.email]) expect((await signIn(email, ada.password)).status).toBe(401);
    await post('/v1/users/email-undo', { token }, 410);
  });

  it('lead from the warning of a change to a new password at once, however short ago another mail came', async () => {
    const [grace, thief] = [somebody(), somebody()];
    await harness.api.register(grace);
    await harness.api.activate(grace, codeIn(await harness.mailTo(grace)) ?? '').expect(200);
    const { accessToken } = (await signIn(grace.email, grace.password)).body as { accessToken: string };
    const asked = await harness.api.http
      .post('/v1/users/me/email')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ newEmail: thief.email, currentPassword: grace.password });
    expect(asked.status).toBe(202);
    const stolen = codeIn(await harness.mailTo(thief)) ?? '';

    const warning = await harness.mailTo(grace, 2);
    expect(warning.subject).toBe('Your address at Gatehouse is about to change');
    expect(warning.text).toContain('\nhttps://id.example/reset\n');
    await post('/v1/password-resets', { email: grace.email }, 202);
    const code = codeIn(await harness.mailTo(grace, 3)) ?? '';
    await eventually('the code counts', async () => {
      const answer = await harness.api.http
        .post('/v1/password-resets/confirmation')
        .send({ email: grace.email, code, newPassword: NEXT });
      return answer.status === 204;
    });
    expect((await signIn(grace.email, NEXT)).status).toBe(201);
    await eventually('the access token is refused', async () => {
      const { status } = await harness.api.http.get('/v1/users/me').set('Authorization', `Bearer ${accessToken}`);
      return status === 401;
    });
    const change = await harness.api.http
      .post('/v1/users/me/email/verification')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ code: stolen });
    expect(change.status).toBe(401);
  });

  it('come after a provider that fails, and a notice announces a new password', async () => {
    harness.sandbox.faults.replace([{ to: ada.email, times: 2, behaviour: { type: 'status', status: 500 } }]);
    const { body } = await signIn(ada.email, ada.password);
    const { accessToken } = body as { accessToken: string };
    await harness.api.http
      .put('/v1/users/me/password')
      .set('Authorization', `Bearer ${accessToken}`)
      .send({ currentPassword: ada.password, newPassword: NEXT })
      .expect(204);
    expect((await harness.mailTo(ada, 2)).subject).toBe('Your password at Gatehouse has been changed');
    await delivered('password-changed-notice');
  });

  it('hold a notice that the provider refuses for good as a dead letter, with where it was to go', async () => {
    const before = await harness.deadLetters();
    harness.sandbox.faults.replace([{ to: ada.email, times: 5, behaviour: { type: 'status', status: 400 } }]);
    const { body } = await signIn(ada.email, ada.password);
    await harness.api.http
      .put('/v1/users/me/password')
      .set('Authorization', `Bearer ${(body as { accessToken: string }).accessToken}`)
      .send({ currentPassword: ada.password, newPassword: NEXT })
      .expect(204);
    await eventually('the notice is a dead letter', async () => (await harness.deadLetters()) === before + 1);
    const [notice] = await harness.db.sql`select recipient, failure from gatehouse.notices where user_id = ${userId}`;
    expect(notice).toEqual({ recipient: ada.email, failure: 'refused' });
  });
});
