import { EndOvertakenSessions } from '@gatehouse/access/contract';
import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { Relay } from '@gatehouse/platform/events';
import type { Express } from 'express';
import request from 'supertest';
import { AccessHarness, type Person } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

const NEXT = 'eleven quiet harbours';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

describe('sessions that a new password overtakes', () => {
  let db: TestDatabase;
  let harness: AccessHarness;
  let app: Express;
  let ada: Person;

  beforeAll(async () => {
    db = await createTestDatabase();
    harness = new AccessHarness(db);
    app = harness.app();
  });
  afterAll(async () => {
    await harness.close();
    await db.drop();
  });
  beforeEach(async () => {
    ada = await harness.activePerson();
  });

  const signIn = async (password = ada.password): Promise<Tokens> =>
    (await request(app).post('/v1/sessions').send({ email: ada.email, password }).expect(201)).body;
  const refresh = ({ refreshToken }: Tokens) => request(app).post('/v1/sessions/refresh').send({ refreshToken });
  const me = ({ accessToken }: Tokens) => request(app).get('/v1/users/me').auth(accessToken, { type: 'bearer' });
  const changePassword = ({ accessToken }: Tokens, currentPassword: string, newPassword: string) =>
    request(app)
      .put('/v1/users/me/password')
      .auth(accessToken, { type: 'bearer' })
      .send({ currentPassword, newPassword });

  it('cannot be refreshed from that moment on, without waiting for the event; the caller’s can', async () => {
    const [mine, other] = [await signIn(), await signIn()];
    await changePassword(mine, ada.password, NEXT).expect(204);
    expect((await refresh(other).expect(401)).body.code).toBe('refresh-token-invalid');
    await refresh(mine).expect(200);
  });

  it('end with their access tokens once the event is handed on; the caller’s and later ones go on', async () => {
    const relays = harness.container
      .getAll(PLATFORM.subscriptions)
      .map(
        (subscription) =>
          new Relay(
            harness.container.get(PLATFORM.database),
            subscription,
            harness.container.get(PLATFORM.logger),
            harness.container.get(PLATFORM.metrics),
          ),
      );
    await Promise.all(relays.map((relay) => relay.start()));
    try {
      const [mine, other] = [await signIn(), await signIn()];
      await me(other).expect(200);
      await changePassword(mine, ada.password, NEXT).expect(204);
      const later = await signIn(NEXT);
      await eventually('the other session’s access token is refused', async () => (await me(other)).status === 401);
      await me(mine).expect(200);
      await me(later).expect(200);
      await refresh(later).expect(200);
    } finally {
      await Promise.all(relays.map((relay) => relay.stop()));
    }
  });

  it('are all but the latest caller’s, no matter which was kept before', async () => {
    const [first, second] = [await signIn(), await signIn()];
    await changePassword(first, ada.password, NEXT).expect(204);
    const third = await signIn(NEXT);
    await changePassword(third, NEXT, 'twelve loud lighthouses').expect(204);
    await refresh(first).expect(401);
    await refresh(second).expect(401);
    await refresh(third).expect(200);
  });

  it('are ended once, with one event each, however often the change is handed over', async () => {
    const [mine] = [await signIn(), await signIn(), await signIn()];
    await changePassword(mine, ada.password, NEXT).expect(204);
    const [event] = await db.sql<{ data: object }[]>`
      select data from gatehouse.event_log where subject = ${ada.id} and type = 'user.password-changed.v1'`;
    const command = () => harness.execute(commandFrom(EndOvertakenSessions, { ...event?.data }));
    await Promise.all([command(), command()]);
    await command();
    const ended = await db.sql<{ data: { reason: string } }[]>`
      select data from gatehouse.event_log where subject = ${ada.id} and type = 'session.revoked.v1'`;
    expect(ended.map(({ data }) => data.reason)).toEqual(['overtaken', 'overtaken']);
  });

  it('leave no session behind that was started while the password changed', async () => {
    const mine = await signIn();
    const attempts = Promise.all(
      Array.from({ length: 4 }, () =>
        request(app).post('/v1/sessions').send({ email: ada.email, password: ada.password }),
      ),
    );
    await changePassword(mine, ada.password, NEXT).expect(204);
    for (const { status, body } of await attempts) {
      if (status === 201) await refresh(body).expect(401);
      else expect(body.code).toBe('credentials-invalid');
    }
  });

  it('are refused where the password changes between the proof and the start', async () => {
    const mine = await signIn();
    // The proof is read before, the session is started after: what a slow sign-in looks like from outside.
    await db.sql`
      create function gatehouse.change_meanwhile() returns trigger language plpgsql as $$ begin
        update gatehouse.users set credentials_version = credentials_version + 1 where id = new.user_id;
        return new; end $$`;
    await db.sql`
      create trigger meanwhile before insert on gatehouse.sessions
        for each row execute function gatehouse.change_meanwhile()`;
    try {
      const { body } = await request(app).post('/v1/sessions').send({ email: ada.email, password: ada.password });
      expect(body.code).toBe('credentials-invalid');
      const alive = await db.sql`
        select id from gatehouse.sessions where user_id = ${ada.id} and revoked_at is null`;
      expect(alive).toHaveLength(1);
      await refresh(mine).expect(401);
    } finally {
      await db.sql`drop function gatehouse.change_meanwhile() cascade`;
    }
  });
});
