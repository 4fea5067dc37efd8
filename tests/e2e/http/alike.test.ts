import { PLATFORM } from '@gatehouse/platform/container';
import type { Response } from 'supertest';
import { ApiHarness, basic, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { withoutWhatChanges } from '../../support/without-what-changes.js';

/** What a stranger sees of an answer, without what is another in every answer. */
interface Seen {
  readonly status: number;
  readonly headers: unknown;
  readonly body: unknown;
  /** Passwords hashed for it: nearly all of the time that it takes. */
  readonly hashes: number;
}

describe('an unknown, a pending, an active and a suspended address', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let people: Person[];

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });
  beforeEach(async () => {
    const [unknown, pending, active, suspended] = [somebody(), somebody(), somebody(), somebody()];
    await api.register(pending);
    await api.activated(active);
    const id = await api.activated(suspended);
    await db.sql`update gatehouse.users set state = 'suspended' where id = ${id}`;
    // The mails that this took are old enough not to count.
    await db.advance(86_400_000);
    people = [unknown, pending, active, suspended];
  });

  const hashCount = async (): Promise<number> => {
    const { values } = await api.container.get(PLATFORM.metrics).hashSeconds.get();
    return values
      .filter(({ metricName }) => metricName === 'gatehouse_hash_seconds_count')
      .reduce((sum, { value }) => sum + value, 0);
  };
  const see = async (ask: (person: Person) => PromiseLike<Response>, person: Person): Promise<Seen> => {
    const before = await hashCount();
    const { status, headers, body } = await ask(person);
    return {
      status,
      headers: withoutWhatChanges(headers),
      body: withoutWhatChanges(body),
      hashes: (await hashCount()) - before,
    };
  };
  /** Asks for each of them in turn, and answers what all of them saw. */
  const seenByAll = async (ask: (person: Person) => PromiseLike<Response>): Promise<Seen> => {
    const seen: Seen[] = [];
    for (const person of people) seen.push(await see(ask, person));
    const [first] = seen;
    for (const each of seen) expect(each).toEqual(first);
    return first as Seen;
  };

  it('are answered alike when they sign up, once and again', async () => {
    const signUp = (person: Person) => api.http.post('/v1/users').send({ ...person, name: 'Ada' });
    expect(await seenByAll(signUp)).toMatchObject({ status: 201, hashes: 1 });
    expect(await seenByAll(signUp)).toMatchObject({ status: 201, hashes: 1 });
  });

  it('are answered alike when they ask for another code, once and too soon', async () => {
    const ask = ({ email }: Person) => api.http.post('/v1/users/activation/code').send({ email });
    expect(await seenByAll(ask)).toMatchObject({ status: 202, hashes: 0 });
    expect(await seenByAll(ask)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  });

  it('are answered alike when their messages of the hour are used up', async () => {
    const signUp = (person: Person) => api.http.post('/v1/users').send(person);
    for (let message = 1; message <= 5; message++) await seenByAll(signUp);
    expect(await seenByAll(signUp)).toMatchObject({ status: 429, headers: { 'retry-after': '3600' }, hashes: 0 });
  });

  it('are answered alike when they activate with a wrong password', async () => {
    const activate = ({ email }: Person) => api.activate({ email, password: 'not the password' }, '1234');
    expect(await seenByAll(activate)).toMatchObject({ status: 401, hashes: 1 });
  });

  it('are answered alike when they sign in with a wrong password, until the delays begin and after', async () => {
    const signIn = ({ email }: Person) => api.http.post('/v1/sessions').send({ email, password: 'not the password' });
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect(await seenByAll(signIn)).toMatchObject({ status: 401, hashes: 1 });
    }
    expect(await seenByAll(signIn)).toMatchObject({ status: 429, hashes: 0 });
  });

  it('are answered alike when somebody would erase them with a wrong password', async () => {
    const erase = ({ email }: Person) =>
      api.http.delete('/v1/users/me').set('Authorization', basic({ email, password: 'not the password' }));
    expect(await seenByAll(erase)).toMatchObject({ status: 401, hashes: 1 });
  });

  it('are answered alike when an activation code is guessed with a made-up password', async () => {
    const [, pending] = people as [Person, Person];
    const userId = await api.register(pending);
    const code = await api.deliver(userId);
    const guess = ({ email }: Person) => api.activate({ email, password: 'not the password' }, code);
    expect(await seenByAll(guess)).toMatchObject({ status: 401, hashes: 1 });
    const [row] = await db.sql`select attempts from gatehouse.activation_codes where user_id = ${userId}`;
    expect(row).toEqual({ attempts: 0 });
  });

  it('are answered alike when they ask for a new password, once and too soon', async () => {
    const ask = ({ email }: Person) => api.http.post('/v1/password-resets').send({ email });
    expect(await seenByAll(ask)).toMatchObject({ status: 202, hashes: 0 });
    expect(await seenByAll(ask)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  });

  it('are answered alike when they ask for a new password right after a mail, whatever it was', async () => {
    await seenByAll((person) => api.http.post('/v1/users').send({ ...person, name: 'Ada' }));
    const ask = ({ email }: Person) => api.http.post('/v1/password-resets').send({ email });
    expect(await seenByAll(ask)).toMatchObject({ status: 202, hashes: 0 });
    expect(await seenByAll(ask)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
  });

  it('are answered alike when a reset code is guessed, before it is sent, while it lives and after', async () => {
    const guess = ({ email }: Person) =>
      api.http
        .post('/v1/password-resets/confirmation')
        .send({ email, code: '00000000', newPassword: 'eleven quiet harbours' });
    expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
    for (const { email } of people) await api.http.post('/v1/password-resets').send({ email });
    expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
    for (const { email } of people) await api.deliverReset(email);
    for (let tries = 1; tries <= 3; tries += 1) {
      expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' }, hashes: 0 });
    }
    expect(await seenByAll(guess)).toMatchObject({ status: 429, body: { code: 'tries-exhausted' } });
    expect(await seenByAll(guess)).toMatchObject({ status: 429, body: { code: 'throttled' } });
    await db.advance(601_000);
    expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
  });

  it('leave the same number of rows behind when they ask for a new password and a code is guessed', async () => {
    const rows = async () => {
      const [row] = await db.sql`select (select count(*)::int from gatehouse.activation_codes) as codes,
        (select sum(attempts)::int from gatehouse.activation_codes) as attempts,
        (select count(*)::int from gatehouse.event_log) as events,
        (select count(*)::int from gatehouse.password_tries) as tries`;
      return Object.entries(row ?? {}) as [string, number][];
    };
    const written: Record<string, number>[] = [];
    for (const { email } of people) {
      const before = new Map(await rows());
      await api.http.post('/v1/password-resets').send({ email });
      await api.deliverReset(email);
      await api.http
        .post('/v1/password-resets/confirmation')
        .send({ email, code: '00000000', newPassword: 'eleven quiet harbours' });
      const more = (await rows()).map(([name, count]) => [name, count - (before.get(name) ?? 0)]);
      written.push(Object.fromEntries(more));
    }
    const [first] = written;
    // That somebody asked, and that somebody failed.
    expect(first).toMatchObject({ codes: 1, attempts: 1, events: 2 });
    for (const each of written) expect(each).toEqual(first);
  });

  describe('to a stranger who has registered them with a password of their own', () => {
    const asStranger = ({ email }: Person): Person => ({ email, password: 'a stranger’s lanterns' });

    beforeEach(async () => {
      for (const person of people) await api.deliverAny(await api.register(asStranger(person)));
    });

    it('are answered alike when the stranger guesses the code, until the tries are used up and after', async () => {
      const guess = (person: Person) => api.activate(asStranger(person), '00000000');
      for (let attempt = 1; attempt <= 3; attempt++) {
        expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' }, hashes: 1 });
      }
      expect(await seenByAll(guess)).toMatchObject({ status: 429, body: { code: 'tries-exhausted' }, hashes: 1 });
    });

    it('are answered alike when the stranger signs in', async () => {
      const signIn = (person: Person) => api.http.post('/v1/sessions').send(asStranger(person));
      expect(await seenByAll(signIn)).toMatchObject({
        status: 403,
        body: { code: 'activation-required' },
        hashes: 1,
      });
    });

    it('are answered alike when the stranger erases that registration, and asks once more', async () => {
      const erase = (person: Person) => api.http.delete('/v1/users/me').set('Authorization', basic(asStranger(person)));
      expect(await seenByAll(erase)).toMatchObject({ status: 204, hashes: 1 });
      expect(await seenByAll(erase)).toMatchObject({ status: 401, hashes: 1 });
    });

    it('are answered alike once the minute is over, also when somebody else has activated one meanwhile', async () => {
      const [, pending] = people as [Person, Person];
      expect((await api.activate(pending, await api.deliver(await api.register(pending)))).status).toBe(200);
      await db.advance(120_000);
      const guess = (person: Person) => api.activate(asStranger(person), '00000000');
      expect(await seenByAll(guess)).toMatchObject({ status: 422, body: { code: 'code-invalid' }, hashes: 1 });
      const signIn = (person: Person) => api.http.post('/v1/sessions').send(asStranger(person));
      expect(await seenByAll(signIn)).toMatchObject({ status: 403, hashes: 1 });
    });
  });
});
