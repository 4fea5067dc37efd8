import { commandFrom } from '@gatehouse/platform/edge';
import { EraseUser } from '@gatehouse/registration/contract';
import type { Response } from 'supertest';
import { basic, type Person, somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';
import { tracesOf } from '../../support/traces.js';

const DETAILS = {
  name: 'Augusta',
  surname: 'Kingsborough',
  phone: '+33612345678',
  hobbies: ['flying machines'],
  birthDate: '1915-12-10',
  locale: 'fr',
};

describe('an erased person', () => {
  let harness: ServiceHarness;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
  });
  afterAll(() => harness.close());
  afterEach(() => harness.sandbox.faults.clear());

  const textsOf = async ({ email }: Person, userId: string) => {
    const [row] = await harness.db.sql`select password_hash from gatehouse.users where id = ${userId}`;
    const { name, surname, phone, hobbies, birthDate } = DETAILS;
    return [email, name, surname, phone, ...hobbies, birthDate, String(row?.['password_hash']).split('$').at(-1) ?? ''];
  };
  /** Signs up, and activates with the code of the latest mail. */
  const joins = async (person: Person & Partial<typeof DETAILS>): Promise<string> => {
    const userId = await harness.api.register(person);
    await harness.deliveryIs(userId, 'sent');
    const code = codeIn(harness.mailsTo(person).at(-1) as never) ?? '';
    expect((await harness.api.activate(person, code)).status).toBe(200);
    return userId;
  };
  const erase = async (person: Person): Promise<Response> => {
    const answer = await harness.api.http.delete('/v1/users/me').set('Authorization', basic(person));
    harness.api.expectDocumented('DELETE /v1/users/me', answer);
    return answer;
  };
  const signIn = async (person: Person): Promise<{ accessToken: string; refreshToken: string }> =>
    (await harness.api.http.post('/v1/sessions').send(person)).body as never;
  const jobs = (userId: string) => harness.db.sql`select state from pgboss.job where data->>'userId' = ${userId}`;
  const deliveries = () => harness.db.sql`select state, failure from gatehouse.deliveries`;

  it('is in no table any more, nor in the queue, when the answer comes; sessions and tokens are over', async () => {
    const ada = { ...somebody(), ...DETAILS };
    const userId = await joins(ada);
    const { email, password } = ada;
    const tokens = [await signIn({ email, password }), await signIn({ email, password })];
    const texts = await textsOf(ada, userId);

    expect((await erase(ada)).status).toBe(204);
    expect(await tracesOf(harness.db, texts)).toEqual([]);
    expect(await harness.db.sql`select 1 from gatehouse.sessions where user_id = ${userId}`).toHaveLength(0);
    expect(await harness.db.sql`select 1 from gatehouse.deliveries where user_id = ${userId}`).toHaveLength(0);
    for (const { accessToken, refreshToken } of tokens) {
      const refreshed = await harness.api.http.post('/v1/sessions/refresh').send({ refreshToken });
      expect(refreshed).toMatchObject({ status: 401, body: { code: 'refresh-token-invalid' } });
      const me = await harness.api.http.get('/v1/users/me').auth(accessToken, { type: 'bearer' });
      expect(me).toMatchObject({ status: 401, body: { code: 'token-invalid' } });
    }
    expect((await erase(ada)).status).toBe(401);
    expect((await harness.api.http.post('/v1/sessions').send({ email, password })).status).toBe(401);
    // The same address, as if nobody had ever had it.
    await joins({ email, password });
  });

  it('gets no mail that waits for its next attempt', async () => {
    const ada = { ...somebody(), ...DETAILS };
    harness.sandbox.faults.replace([
      { to: ada.email, times: 1, behaviour: { type: 'status', status: 429, retryAfter: 2 } },
    ]);
    const userId = await harness.api.register(ada);
    await eventually('the mail waits', async () => {
      const rows = await harness.db
        .sql`select 1 from gatehouse.deliveries where user_id = ${userId} and state = 'queued'`;
      return rows.length > 0;
    });
    const texts = await textsOf(ada, userId);
    await harness.api.execute(commandFrom(EraseUser, { userId }));
    const traces = await tracesOf(harness.db, texts);
    // Nobody has proven that the mailbox is Ada's: what is counted for it protects anyone who has it.
    expect(traces).toEqual([`gatehouse.throttles.key: ${ada.email}`]);
    await eventually('its attempt has come', async () =>
      (await jobs(userId)).every(({ state }) => state === 'completed'),
    );
    expect(harness.mailsTo(ada)).toEqual([]);
    expect((await deliveries()).at(-1)).toEqual({ state: 'failed', failure: 'code-unknown' });
    expect(await harness.deadLetters()).toBe(0);
  });

  it('leaves nothing behind where the provider is just taking a mail over', async () => {
    const ada = { ...somebody(), ...DETAILS };
    harness.sandbox.faults.replace([{ to: ada.email, times: 1, behaviour: { type: 'delay', ms: 1_500 } }]);
    const userId = await harness.api.register(ada);
    await eventually('the provider has the mail', async () => {
      const rows = await harness.db.sql`
        select 1 from gatehouse.activation_codes where user_id = ${userId} and dispatched_at is not null`;
      return rows.length > 0;
    });
    const texts = await textsOf(ada, userId);
    await harness.api.execute(commandFrom(EraseUser, { userId }));
    await eventually('the attempt is over', async () =>
      (await jobs(userId)).every(({ state }) => state === 'completed'),
    );
    expect(await tracesOf(harness.db, texts)).toEqual([`gatehouse.throttles.key: ${ada.email}`]);
    expect(await harness.db.sql`select 1 from gatehouse.activation_codes where user_id = ${userId}`).toHaveLength(0);
  });

  it('leaves nothing behind where the provider is just taking over a code for a new password', async () => {
    const ada = somebody();
    const userId = await joins(ada);
    // The gap between messages to one recipient: the reset would wait for it.
    await harness.db.sql`delete from gatehouse.throttles`;
    harness.sandbox.faults.replace([{ to: ada.email, times: 1, behaviour: { type: 'delay', ms: 1_500 } }]);
    await harness.api.http.post('/v1/password-resets').send({ email: ada.email });
    const resets = () => harness.db.sql<{ id: string; state: string; opened: boolean }[]>`
      select message.id, message.state, code.dispatched_at is not null as opened from gatehouse.deliveries as message
      left join gatehouse.activation_codes as code on code.id = message.code_id
      where message.code_id = any(select (data ->> 'codeId')::uuid from gatehouse.event_log
        where type = 'password-reset.requested.v1')`;
    await eventually('the provider has the mail', async () => (await resets())[0]?.opened === true);
    await harness.api.execute(commandFrom(EraseUser, { userId }));
    await eventually('the attempt is over', async () => (await resets())[0]?.state !== 'sending');
    const left = await harness.db.sql`
      select 1 from gatehouse.deliveries where user_id = ${userId}
        or recipient_key is not null and id = any(${(await resets()).map(({ id }) => id)}::uuid[])`;
    expect(left).toHaveLength(0);
  });

  it('is erased everywhere by the worker, should the process that erased them have died half-way', async () => {
    const ada = { ...somebody(), ...DETAILS };
    const userId = await joins(ada);
    await signIn({ email: ada.email, password: ada.password });
    // What the first statement leaves, when nothing follows it: the state that a crash leaves.
    await harness.db.sql`
      insert into gatehouse.event_log (application, id, subject, type, data)
      values ('default', gen_random_uuid(), ${userId}, 'user.erased.v1', ${harness.db.sql.json({ userId })})`;
    await eventually('nothing is kept under the id', async () => {
      const rows = await harness.db.sql`
        select 1 from gatehouse.sessions where user_id = ${userId}
        union all select 1 from gatehouse.deliveries where user_id = ${userId}`;
      return rows.length === 0;
    });
  });
});
