import { PLATFORM } from '@gatehouse/platform/container';
import { commandFrom } from '@gatehouse/platform/edge';
import { Relay } from '@gatehouse/platform/events';
import { ResumeUser, SuspendUser } from '@gatehouse/registration/contract';
import type { Express } from 'express';
import request from 'supertest';
import { AccessHarness, accepted, type Person } from '../../support/access/access-harness.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

describe('sessions of a suspended account', () => {
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

  const tryToSignIn = () => request(app).post('/v1/sessions').send({ email: ada.email, password: ada.password });
  const signIn = async (): Promise<Tokens> => (await tryToSignIn().expect(201)).body;
  const refresh = ({ refreshToken }: Tokens) => request(app).post('/v1/sessions/refresh').send({ refreshToken });
  const me = ({ accessToken }: Tokens) => request(app).get('/v1/users/me').auth(accessToken, { type: 'bearer' });
  const suspend = async () =>
    accepted(await harness.execute(commandFrom(SuspendUser, { userId: ada.id, reason: 'Sells what is not hers' })));
  const resume = async () => accepted(await harness.execute(commandFrom(ResumeUser, { userId: ada.id })));

  it('are refused from that moment on, and so is a new one', async () => {
    const mine = await signIn();
    await suspend();
    expect((await refresh(mine).expect(403)).body.code).toBe('account-suspended');
    expect((await me(mine).expect(403)).body.code).toBe('account-suspended');
    expect((await tryToSignIn().expect(403)).body.code).toBe('account-suspended');
  });

  it('stay over when it is resumed, even if no process heard of the suspension; a new one begins', async () => {
    const mine = await signIn();
    await suspend();
    await resume();
    expect((await refresh(mine).expect(401)).body.code).toBe('refresh-token-invalid');
    await refresh(await signIn()).expect(200);
  });

  it('end with their access tokens once the event is handed on', async () => {
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
      await suspend();
      await eventually('both access tokens are refused', async () => {
        const answers = await Promise.all([me(mine), me(other)]);
        return answers.every(({ status }) => status === 401);
      });
    } finally {
      await Promise.all(relays.map((relay) => relay.stop()));
    }
  });

  it('are none that were started while it was suspended', async () => {
    const attempts = Promise.all(Array.from({ length: 4 }, () => tryToSignIn()));
    await suspend();
    for (const { status, body } of await attempts) {
      if (status === 201) await refresh(body).expect(403);
      else expect(body.code).toBe('account-suspended');
    }
  });
});
