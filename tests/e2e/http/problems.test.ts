import { PLATFORM } from '@gatehouse/platform/container';
import { commonProblems } from '@gatehouse/platform/http';
import type { Response } from 'supertest';
import { ApiHouse, basic, otherThan, type Person, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

/** A request that is refused: with which status, by which operation, and how to bring it about. */
interface Refusal {
  readonly operation: string;
  readonly code: string;
  readonly status: number;
  readonly provoke: () => PromiseLike<Response>;
}

const JSON_TYPE = 'application/json';

describe('refusals, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHouse;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHouse.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const suspend = (userId: string) => db.sql`update gatehouse.users set state = 'suspended' where id = ${userId}`;
  const signIn = (person: Person) => api.http.post('/v1/sessions').send(person);
  const tokensOf = async (person: Person) =>
    (await signIn(person)).body as { accessToken: string; refreshToken: string };
  const activeSomebody = async (): Promise<Person> => {
    const person = somebody();
    await api.activated(person);
    return person;
  };
  const suspendedSomebody = async (): Promise<Person> => {
    const person = somebody();
    await suspend(await api.activated(person));
    return person;
  };
  const raw = (path: string, body: string, type = JSON_TYPE) =>
    api.http.post(path).set('Content-Type', type).send(body);

  const refusals: Refusal[] = [];
  const refusal = (operation: string, status: number, code: string, provoke: Refusal['provoke']) =>
    refusals.push({ operation, code, status, provoke });

  // What every body meets.
  for (const [path, field] of [
    ['/v1/users', 'email'],
    ['/v1/users/activation/code', 'email'],
    ['/v1/sessions', 'email'],
    ['/v1/sessions/refresh', 'refreshToken'],
  ] as const) {
    const operation = `POST ${path}`;
    refusal(operation, 400, 'application-unknown', () =>
      api.http.post(path).set('Gatehouse-Application', 'nobodys').send(somebody()),
    );
    refusal(operation, 400, 'json-invalid', () => raw(path, '{"email": '));
    refusal(operation, 413, 'body-too-large', () => raw(path, JSON.stringify({ email: 'a'.repeat(9_000) })));
    refusal(operation, 415, 'media-type-unsupported', () =>
      raw(path, 'email=ada', 'application/x-www-form-urlencoded'),
    );
    refusal(operation, 422, 'field-unknown', () => api.http.post(path).send({ ...somebody(), nickname: 'Ada' }));
    refusal(operation, 422, 'validation-failed', () => api.http.post(path).send({ [field]: 1 }));
  }

  // Signing up.
  refusal('POST /v1/users', 429, 'throttled', async () => {
    const ada = somebody();
    for (let message = 1; message <= 5; message++) await api.register(ada);
    return api.http.post('/v1/users').send(ada);
  });
  refusal('POST /v1/users/activation/code', 429, 'throttled', async () => {
    const ada = somebody();
    await api.register(ada);
    return api.http.post('/v1/users/activation/code').send({ email: ada.email });
  });

  // Activating.
  refusal('POST /v1/users/activation', 401, 'credentials-invalid', () => api.activate(somebody(), '0000'));
  refusal('POST /v1/users/activation', 409, 'already-active', async () => api.activate(await activeSomebody(), '0000'));
  refusal('POST /v1/users/activation', 403, 'account-suspended', async () =>
    api.activate(await suspendedSomebody(), '0000'),
  );
  refusal('POST /v1/users/activation', 410, 'code-expired', async () => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    await db.advance(60_000);
    return api.activate(ada, code);
  });
  refusal('POST /v1/users/activation', 422, 'code-invalid', async () => {
    const ada = somebody();
    return api.activate(ada, otherThan(await api.deliver(await api.register(ada))));
  });
  refusal('POST /v1/users/activation', 429, 'tries-exhausted', async () => {
    const ada = somebody();
    const code = await api.deliver(await api.register(ada));
    for (let attempt = 1; attempt <= 3; attempt++) await api.activate(ada, otherThan(code));
    return api.activate(ada, code);
  });
  refusal('POST /v1/users/activation', 429, 'throttled', async () => {
    const ada = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await api.activate(ada, '0000');
    return api.activate(ada, '0000');
  });
  refusal('POST /v1/users/activation', 422, 'field-unknown', () =>
    api.http.post('/v1/users/activation').set('Authorization', basic(somebody())).send({ code: '1234', email: 'x' }),
  );
  refusal('POST /v1/users/activation', 422, 'validation-failed', () => api.activate(somebody(), '12 34'));

  // Following the mail.
  refusal('GET /v1/users/{id}/activation', 404, 'not-found', () =>
    api.http.get('/v1/users/01a1fd8e-eb10-75a1-8d47-61bb163bd468/activation'),
  );

  // Signing in.
  refusal('POST /v1/sessions', 401, 'credentials-invalid', () => signIn(somebody()));
  refusal('POST /v1/sessions', 400, 'credentials-ambiguous', () =>
    api.http.post('/v1/sessions').set('Authorization', basic(somebody())).send(somebody()),
  );
  refusal('POST /v1/sessions', 403, 'activation-required', async () => {
    const ada = somebody();
    await api.register(ada);
    return signIn(ada);
  });
  refusal('POST /v1/sessions', 403, 'account-suspended', async () => signIn(await suspendedSomebody()));
  refusal('POST /v1/sessions', 429, 'throttled', async () => {
    const ada = somebody();
    for (let attempt = 1; attempt <= 6; attempt++) await signIn(ada);
    return signIn(ada);
  });
  refusal('POST /v1/sessions/refresh', 401, 'refresh-token-invalid', () =>
    api.http.post('/v1/sessions/refresh').send({ refreshToken: 'A'.repeat(86) }),
  );
  refusal('POST /v1/sessions/refresh', 403, 'account-suspended', async () => {
    const ada = somebody();
    const userId = await api.activated(ada);
    const { refreshToken } = await tokensOf(ada);
    await suspend(userId);
    return api.http.post('/v1/sessions/refresh').send({ refreshToken });
  });
  refusal('POST /v1/sessions', 403, 'origin-not-allowed', async () =>
    api.http.post('/v1/sessions').send({ ...(await activeSomebody()), cookie: true }),
  );
  refusal('POST /v1/sessions/refresh', 403, 'origin-not-allowed', () =>
    api.http.post('/v1/sessions/refresh').send({ cookie: true }),
  );
  refusal('POST /v1/sessions/refresh', 403, 'csrf-token-invalid', async () => {
    const { refreshToken } = await tokensOf(await activeSomebody());
    const browser = { 'Sec-Fetch-Site': 'same-origin', Cookie: `gatehouse-refresh=${refreshToken}` };
    return api.http.post('/v1/sessions/refresh').set(browser).send({ cookie: true });
  });
  refusal('POST /v1/sessions/refresh', 400, 'credentials-ambiguous', () =>
    api.http.post('/v1/sessions/refresh').send({ cookie: true, refreshToken: 'x' }),
  );
  refusal('DELETE /v1/sessions/{id}', 404, 'session-unknown', async () => {
    const { accessToken } = await tokensOf(await activeSomebody());
    const id = '01a1fd8e-eb10-75a1-8d47-61bb163bd468';
    return api.http.delete(`/v1/sessions/${id}`).auth(accessToken, { type: 'bearer' });
  });
  refusal('GET /v1/users/me', 403, 'account-suspended', async () => {
    const ada = somebody();
    const userId = await api.activated(ada);
    const { accessToken } = await tokensOf(ada);
    await suspend(userId);
    return api.http.get('/v1/users/me').auth(accessToken, { type: 'bearer' });
  });

  // Changing the account.
  const mine = async (person: Person, method: 'patch' | 'put', path: string, body: object) => {
    const { accessToken } = await tokensOf(person);
    return api.http[method](path).auth(accessToken, { type: 'bearer' }).send(body);
  };
  const NEXT = 'eleven quiet harbours';
  refusal('PUT /v1/users/me/password', 403, 'password-wrong', async () =>
    mine(await activeSomebody(), 'put', '/v1/users/me/password', { currentPassword: 'not mine', newPassword: NEXT }),
  );
  refusal('PUT /v1/users/me/password', 429, 'throttled', async () => {
    const ada = await activeSomebody();
    const { accessToken } = await tokensOf(ada);
    const guess = () =>
      api.http
        .put('/v1/users/me/password')
        .auth(accessToken, { type: 'bearer' })
        .send({ currentPassword: 'not mine', newPassword: NEXT });
    for (let attempt = 1; attempt <= 6; attempt++) await guess();
    return guess();
  });
  for (const [method, path, good, bad] of [
    ['patch', '/v1/users/me', { name: 'Ada' }, { name: 7 }],
    ['put', '/v1/users/me/password', { currentPassword: 'x', newPassword: NEXT }, { currentPassword: 7 }],
  ] as const) {
    const operation = `${method.toUpperCase()} ${path}`;
    refusal(operation, 403, 'account-suspended', async () => {
      const ada = somebody();
      const userId = await api.activated(ada);
      const { accessToken } = await tokensOf(ada);
      await suspend(userId);
      return api.http[method](path).auth(accessToken, { type: 'bearer' }).send(good);
    });
    refusal(operation, 422, 'validation-failed', async () => mine(await activeSomebody(), method, path, bad));
    refusal(operation, 422, 'field-unknown', async () =>
      mine(await activeSomebody(), method, path, { ...good, email: 'ada@example.com' }),
    );
    refusal(operation, 400, 'json-invalid', async () => {
      const { accessToken } = await tokensOf(await activeSomebody());
      const call = api.http[method](path).auth(accessToken, { type: 'bearer' }).set('Content-Type', JSON_TYPE);
      return call.send('{"name": "Ada", "name": "Eve"}');
    });
  }
  for (const [method, path, operation] of [
    ['patch', '/v1/users/me', 'PATCH /v1/users/me'],
    ['put', '/v1/users/me/password', 'PUT /v1/users/me/password'],
    ['get', '/v1/users/me', 'GET /v1/users/me'],
    ['get', '/v1/sessions', 'GET /v1/sessions'],
    ['delete', '/v1/sessions/current', 'DELETE /v1/sessions/{id}'],
  ] as const) {
    refusal(operation, 401, 'token-invalid', () => api.http[method](path).auth('a.b.c', { type: 'bearer' }));
    refusal(operation, 400, 'application-unknown', () =>
      api.http[method](path).set('Gatehouse-Application', 'nobodys'),
    );
  }

  it.each(refusals.map((each) => [each.operation, each.status, each.code, each] as const))(
    '%s answers %d %s',
    async (operation, status, code, { provoke }) => {
      const answer = await provoke();
      api.expectDocumented(operation, answer);
      api.expectProblem(answer, status, code);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['x-request-id']).toBe((answer.body as { requestId: string }).requestId);
    },
  );

  it('are shown here for every problem that a route declares', () => {
    const isShown = (operation: string, code: string) =>
      refusals.some((each) => each.operation === operation && each.code === code);
    const routes = api.container.getAll(PLATFORM.routes).flat();
    const missing = routes.flatMap(({ method, path, problems, security }) => {
      const operation = `${method.toUpperCase()} ${path}`;
      const codes = [...problems.map(({ code }) => code), ...(security === 'bearer' ? ['token-invalid'] : [])];
      return codes.filter((code) => !isShown(operation, code)).map((code) => `${operation} ${code}`);
    });
    expect(missing).toEqual([]);
  });

  it('are shown, here and in the tests of server and health, for every problem that any route may answer', () => {
    const elsewhere = ['headers-too-large', 'internal', 'busy', 'method-not-allowed', 'request-malformed'];
    const shown = new Set([...refusals.map(({ code }) => code), ...elsewhere, 'request-timeout', 'uri-too-long']);
    expect(Object.keys(commonProblems).filter((code) => !shown.has(code))).toEqual([]);
  });

  const faultsOf = async (fields: object): Promise<string[]> => {
    const answer = await api.http.post('/v1/users').send({ ...somebody(), ...fields });
    api.expectDocumented('POST /v1/users', answer);
    const { errors } = answer.body as { errors: { pointer: string; code: string }[] };
    return errors.map(({ pointer, code }) => `${pointer} ${code}`);
  };

  it('name every field of the wrong form with a JSON pointer', async () => {
    const fields = { email: 1, name: '', phone: 'x'.repeat(41), hobbies: [7], birthDate: '10.12.1990', locale: 'x' };
    expect(await faultsOf(fields)).toEqual([
      '/email text-expected',
      '/name text-too-short',
      '/phone text-too-long',
      '/hobbies text-expected',
      '/birthDate format-invalid',
      '/locale format-invalid',
    ]);
  });

  it('name every field that means nothing, all at once', async () => {
    const fields = {
      email: 'ada@',
      password: 'short',
      name: ' ',
      phone: '12',
      hobbies: ['chess', 'a\u0007b'],
      birthDate: '1899-12-31',
      locale: 'xx-abcdefgh-abcdefgh-abcdefgh',
    };
    expect((await faultsOf(fields)).sort()).toEqual([
      '/birthDate birth-date-invalid',
      '/email email-invalid',
      '/hobbies/1 text-unprintable',
      '/locale locale-invalid',
      '/name text-empty',
      '/password password-too-short',
      '/phone phone-invalid',
    ]);
  });

  it('say when to come back, rounded up so far that it tells nothing of what others have done', async () => {
    const ada = somebody();
    await api.register(ada);
    await db.advance(13_400);
    const soon = await api.http.post('/v1/users/activation/code').send({ email: ada.email });
    expect(soon).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
    for (let message = 2; message <= 5; message++) await api.register(ada);
    await db.advance(605_000);
    const later = await api.http.post('/v1/users').send(ada);
    expect(later).toMatchObject({ status: 429, headers: { 'retry-after': '3000' } });
  });

  it('tell neither password nor code, nor anything of the cause', async () => {
    const answers = await Promise.all([
      raw('/v1/users', '{"password": "hunter2 hunter2", '),
      api.http.post('/v1/users').send({ email: 'ada@', password: 'hunter2 hunter2' }),
      api.http.post('/v1/users').send({ email: ['hunter2 hunter2'], password: 'hunter2 hunter2' }),
      api.activate({ email: 'ada@example.com', password: 'hunter2 hunter2' }, '4711'),
      api.activate({ email: 'ada@example.com', password: 'hunter2 hunter2' }, '4711x'),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toMatch(/hunter2|4711|Unexpected|at position|stack/i);
    }
  });
});
