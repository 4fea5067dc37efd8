import { PLATFORM } from '@gatehouse/platform/container';
import { commonProblems } from '@gatehouse/platform/edge';
import type { ApiHarness } from '../../support/api.js';
import { somebody } from '../../support/api.js';
import type { TestDatabase } from '../../support/database.js';
import { accountRefusals } from './problems/account.js';
import { administrationRefusals } from './problems/administration.js';
import { bodyRefusals } from './problems/bodies.js';
import { emailChangeRefusals } from './problems/email-changes.js';
import { passwordResetRefusals } from './problems/password-resets.js';
import { phoneProofRefusals } from './problems/phone-proof.js';
import { providerEventRefusals } from './problems/provider-events.js';
import { registrationRefusals } from './problems/registration.js';
import { sessionRefusals } from './problems/sessions.js';
import { Stage } from './problems/stage.js';

const refusals = [
  ...bodyRefusals,
  ...registrationRefusals,
  ...phoneProofRefusals,
  ...sessionRefusals,
  ...accountRefusals,
  ...passwordResetRefusals,
  ...administrationRefusals,
  ...emailChangeRefusals,
  ...providerEventRefusals,
];

describe('refusals, through HTTP', () => {
  const stage = new Stage();
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    await stage.open();
    ({ api, db } = stage);
  });
  afterAll(() => stage.close());

  it.each(refusals.map((each) => [each.operation, each.status, each.code, each] as const))(
    '%s answers %d %s',
    async (operation, status, code, { provoke }) => {
      const answer = await provoke(stage);
      api.expectDocumented(operation, answer);
      api.expectProblem(answer, status, code);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['x-request-id']).toBe((answer.body as { requestId: string }).requestId);
    },
  );

  it('are shown here for every problem that a route declares', () => {
    const isShown = (operation: string, code: string) =>
      refusals.some((each) => each.operation === operation && each.code === code);
    const routes = api.container.getAll(PLATFORM.operations).flat();
    const missing = routes.flatMap(({ method, path, problems, security }) => {
      const operation = `${method.toUpperCase()} ${path}`;
      const ofSecurity = {
        bearer: ['token-invalid'],
        administration: ['token-invalid', 'scope-missing'],
        basic: [],
        'basic-or-body': [],
      }[security ?? 'basic'];
      const codes = [...problems.map(({ code }) => code), ...ofSecurity];
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
    const fields = { email: 1, name: '', phone: 'x'.repeat(41), hobbies: [7], birthDate: '10.12.1990', locale: 7 };
    expect(await faultsOf(fields)).toEqual([
      '/email text-expected',
      '/name text-too-short',
      '/phone text-too-long',
      '/hobbies text-expected',
      '/birthDate format-invalid',
      '/locale text-expected',
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
    };
    expect((await faultsOf(fields)).sort()).toEqual([
      '/birthDate birth-date-invalid',
      '/email email-invalid',
      '/hobbies/1 text-unprintable',
      '/name text-empty',
      '/password password-too-short',
      '/phone phone-invalid',
    ]);
  });

  it('say when to come back, rounded up so far that it reveals nothing of what others have done', async () => {
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

  it('reveal neither password nor code, nor anything of the cause', async () => {
    const answers = await Promise.all([
      stage.text('/v1/users', '{"password": "hunter2 hunter2", '),
      api.http.post('/v1/users').send({ email: 'ada@', password: 'hunter2 hunter2' }),
      api.http.post('/v1/users').send({ email: ['hunter2 hunter2'], password: 'hunter2 hunter2' }),
      api.activate({ email: 'ada@example.com', password: 'hunter2 hunter2' }, '4711'),
      api.activate({ email: 'ada@example.com', password: 'hunter2 hunter2' }, '4711x'),
    ]);
    for (const { status, text } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      // A request's id is random, and may hold any digits.
      expect(text.replace(/"requestId":"[^"]*"/, '')).not.toMatch(/hunter2|4711|Unexpected|at position|stack/i);
    }
  });
});
