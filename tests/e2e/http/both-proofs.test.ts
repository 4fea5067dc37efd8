import type { Response } from 'supertest';
import { ApiHarness, basic, otherThan, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { RawConnection } from '../../support/raw-http.js';
import { withoutWhatChanges } from '../../support/without-what-changes.js';

const APPLICATION = 'phones';
const PROVE = '/v1/users/activation/phone';
const AGAIN = '/v1/users/activation/phone/code';

describe('signing up with mailbox and phone, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let phones = 0;

  beforeAll(async () => {
    db = await createTestDatabase();
    await db.sql`
      insert into gatehouse.applications (slug, name, policy)
      values (${APPLICATION}, 'Phones', ${db.sql.json({ requirePhone: true })})`;
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });
  beforeEach(() => db.sql`delete from gatehouse.throttles`);

  const phone = () => `+3361234${String(phones++).padStart(4, '0')}`;
  const signUp = (person: object) => api.http.post('/v1/users').set('Gatehouse-Application', APPLICATION).send(person);
  const at = (path: string, person: Person) =>
    api.http.post(path).set({ Authorization: basic(person), 'Gatehouse-Application': APPLICATION });
  const activate = (person: Person, code: string) => api.activate(person, code, APPLICATION);
  const prove = (person: Person, code: string) => at(PROVE, person).send({ code });
  const mail = (userId: string) => api.deliverBy('mail', userId, APPLICATION);
  const text = (userId: string) => api.deliverBy('sms', userId, APPLICATION);
  const statusOf = async (userId: string) => {
    const answer = await api.http.get(`/v1/users/${userId}/activation`).set('Gatehouse-Application', APPLICATION);
    api.expectDocumented('GET /v1/users/{id}/activation', answer);
    return answer.body as { delivery: string; phone: { delivery: string } | null };
  };
  const registered = async (person: Person = somebody()) => {
    const answer = await signUp({ ...person, phone: phone() });
    expect(answer.status).toBe(201);
    return { person, userId: (answer.body as { id: string }).id };
  };
  const documented = (operation: string, answer: Response, status: number) => {
    api.expectDocumented(operation, answer);
    expect(answer.status).toBe(status);
    return answer.body as Record<string, unknown>;
  };

  it('answers what must be proven, accepts both proofs, and signs in', async () => {
    const person = somebody();
    const answer = await signUp({ ...person, phone: '+33 6 12 34 56 78' });
    const { id, activation } = documented('POST /v1/users', answer, 201) as { id: string; activation: object };
    expect(activation).toEqual({
      codeLength: 4,
      lifeSeconds: 60,
      delivery: 'queued',
      phone: { codeLength: 6, lifeSeconds: 300, delivery: 'queued' },
      statusUrl: `/v1/users/${id}/activation?application=phones`,
    });
    expect(await statusOf(id)).toMatchObject({ delivery: 'queued', phone: { delivery: 'queued' } });
    const [mailed, texted] = [await mail(id), await text(id)];
    expect(await statusOf(id)).toMatchObject({ delivery: 'sent', phone: { delivery: 'sent' } });

    const first = documented('POST /v1/users/activation', await activate(person, mailed), 200);
    expect(first).toMatchObject({ id, state: 'pending', emailVerified: true, missing: ['phone'], activatedAt: null });
    const waiting = await at('/v1/sessions', person);
    expect(waiting).toMatchObject({ status: 403, body: { code: 'activation-required' } });
    const second = documented(`POST ${PROVE}`, await prove(person, texted), 200);
    expect(second).toMatchObject({ id, state: 'active', phone: '+33612345678', phoneVerified: true, missing: [] });
    expect((await at('/v1/sessions', person)).status).toBe(201);
  });

  it('takes them in the other order', async () => {
    const { person, userId } = await registered();
    const [mailed, texted] = [await mail(userId), await text(userId)];
    expect(documented(`POST ${PROVE}`, await prove(person, texted), 200)).toMatchObject({
      state: 'pending',
      missing: ['email'],
    });
    expect(documented('POST /v1/users/activation', await activate(person, mailed), 200)).toMatchObject({
      state: 'active',
      missing: [],
    });
  });

  it('sends another SMS to the number of the sign-up, and to no other', async () => {
    const { person, userId } = await registered();
    const soon = await at(AGAIN, person);
    documented(`POST ${AGAIN}`, soon, 429);
    expect(Number(soon.headers['retry-after'])).toBeGreaterThan(0);
    await db.advance(30_000);
    const elsewhere = await at(AGAIN, person).send({ phone: '+33612349999' });
    api.expectDocumented(`POST ${AGAIN}`, elsewhere);
    api.expectProblem(elsewhere, 422, 'field-unknown');
    for (const empty of [undefined, {}]) {
      await db.sql`delete from gatehouse.throttles`;
      expect(documented(`POST ${AGAIN}`, await at(AGAIN, person).send(empty), 202)).toEqual({});
    }
    expect(await prove(person, await text(userId))).toMatchObject({ status: 200 });
  });

  it('names the phone that is missing, in the person’s language', async () => {
    const answer = await signUp(somebody()).set('Accept-Language', 'fr');
    documented('POST /v1/users', answer, 422);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '/phone', code: 'field-required' }] });
    const abroad = await signUp({ ...somebody(), phone: '+8801712345678' }).set('Accept-Language', 'fr');
    expect(documented('POST /v1/users', abroad, 422)).toMatchObject({
      errors: [
        {
          pointer: '/phone',
          code: 'phone-country-refused',
          message: 'L’envoi de SMS n’est pas disponible dans ce pays',
        },
      ],
    });
  });

  it('streams news of both messages, and ends with the last of them', async () => {
    const { userId } = await registered();
    const connection = await RawConnection.open(api.port);
    const headers = ['Host: api', 'Accept: text/event-stream', `Gatehouse-Application: ${APPLICATION}`].join('\r\n');
    connection.write(`GET /v1/users/${userId}/activation HTTP/1.1\r\n${headers}\r\n\r\n`);
    const states = (stream: string) =>
      [...stream.matchAll(/^data: (.*)$/gm)].map(([, data]) => {
        const { delivery, phone: sms } = JSON.parse(String(data)) as { delivery: string; phone: { delivery: string } };
        return `${delivery} ${sms.delivery}`;
      });
    await connection.text((stream) => states(stream).includes('queued queued'));
    await mail(userId);
    await connection.text((stream) => states(stream).includes('sent queued'));
    expect(connection.isOver).toBe(false);
    await text(userId);
    const all = await connection.text((stream) => states(stream).includes('sent sent'));
    expect(states(all).at(-1)).toBe('sent sent');
    connection.close();
  });

  describe('answers alike for an unknown, a pending, an active and a suspended address', () => {
    let people: Person[];

    beforeEach(async () => {
      const [unknown, ...known] = [somebody(), somebody(), somebody(), somebody()];
      const ids: string[] = [];
      for (const person of known) ids.push((await registered(person)).userId);
      for (const [index, person] of known.entries()) {
        if (index === 0) continue;
        await activate(person, await mail(ids[index] as string));
        await prove(person, await text(ids[index] as string));
      }
      await db.sql`update gatehouse.users set state = 'suspended' where id = ${ids[2] as string}`;
      await db.advance(86_400_000);
      people = [unknown as Person, ...known];
    });

    const seenByAll = async (ask: (person: Person) => PromiseLike<Response>) => {
      const seen: unknown[] = [];
      for (const person of people) {
        const { status, headers, body } = await ask(person);
        seen.push({ status, headers: withoutWhatChanges(headers), body: withoutNumbers(withoutWhatChanges(body)) });
      }
      for (const each of seen) expect(each).toEqual(seen[0]);
      return seen[0];
    };
    const withoutNumbers = (body: unknown): unknown =>
      JSON.parse(JSON.stringify(body).replaceAll(/\+336\d+/g, 'a number'));
    const asStranger = ({ email }: Person): Person => ({ email, password: 'a stranger’s lanterns' });

    it('to a wrong password', async () => {
      const wrong = ({ email }: Person): Person => ({ email, password: 'not the password' });
      expect(await seenByAll((person) => prove(wrong(person), '123456'))).toMatchObject({ status: 401 });
      expect(await seenByAll((person) => at(AGAIN, wrong(person)))).toMatchObject({ status: 401 });
    });

    it('to a stranger with a phone, from the sign-up to the proof', async () => {
      const ids = new Map<string, string>();
      const codes = new Map<string, string>();
      const all = async (work: (person: Person, userId: string) => Promise<unknown>) => {
        for (const person of people) await work(person, ids.get(person.email) as string);
      };
      expect(
        await seenByAll(async (person) => {
          const answer = await signUp({ ...asStranger(person), phone: phone() });
          ids.set(person.email, (answer.body as { id: string }).id);
          return answer;
        }),
      ).toMatchObject({ status: 201, body: { activation: { phone: { delivery: 'queued' } } } });
      await all(async (person, userId) => codes.set(person.email, await text(userId)));
      const code = (person: Person) => codes.get(person.email) as string;
      const status = (person: Person) =>
        api.http.get(`/v1/users/${ids.get(person.email)}/activation`).set('Gatehouse-Application', APPLICATION);
      expect(await seenByAll(status)).toMatchObject({ status: 200, body: { phone: { delivery: 'sent' } } });
      const wrong = (person: Person) => prove(asStranger(person), otherThan(code(person)));
      expect(await seenByAll(wrong)).toMatchObject({ status: 422, body: { code: 'code-invalid' } });
      const right = (person: Person) => prove(asStranger(person), code(person));
      expect(await seenByAll(right)).toMatchObject({ status: 200, body: { state: 'pending', missing: ['email'] } });
      expect(await seenByAll(right)).toMatchObject({ status: 409, body: { code: 'phone-already-verified' } });
      const signIn = (person: Person) => at('/v1/sessions', asStranger(person));
      expect(await seenByAll(signIn)).toMatchObject({ status: 403, body: { code: 'activation-required' } });
    });
  });
});
