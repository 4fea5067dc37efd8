import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { standardLimits } from '../../../apps/api/http/connection-problems.js';
import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { RawConnection } from '../../support/raw-http.js';
import { FOREIGN_VECTORS, PASSWORD } from '../../support/registration/foreign-vectors.js';

const DJANGO = FOREIGN_VECTORS[0]?.[2] ?? '';
/** Bodies elsewhere are given up after this time, which an import outlives. */
const SHORT = { ...standardLimits, headersMs: 300, requestMs: 300, checkMs: 50 };

type Report = Readonly<Record<string, unknown>>;

describe('importing and exporting, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  let admin: Administration;
  let boss: string;

  beforeAll(async () => {
    db = await createTestDatabase();
    api = await ApiHarness.open(db, { limits: SHORT });
    admin = new Administration(api, db);
    for (const slug of ['shop', 'bank']) await admin.createApplication(slug);
    boss = (await admin.keyOf('shop')).key;
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const send = async (
    body: string | Buffer | Readable,
    { importId = randomUUID() as string, bearer = boss, type = 'application/x-ndjson' } = {},
  ) => {
    const answer = await request(`${api.url}/v1/admin/import?importId=${importId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': type },
      body,
    });
    const text = await answer.body.text();
    api.expectDocumented('POST /v1/admin/import', {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      body: answer.statusCode === 200 ? undefined : JSON.parse(text),
    });
    const report = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Report);
    return { status: answer.statusCode, report, summary: report.at(-1) };
  };
  const line = (fields: object) => `${JSON.stringify(fields)}\n`;
  const newcomer = (fields: object = {}) => ({
    email: `${randomUUID()}@example.com`,
    emailVerified: true,
    passwordHash: DJANGO,
    ...fields,
  });
  const codes = (report: readonly Report[]) =>
    report.slice(0, -1).map(({ line, code, outcome }) => [line, code ?? outcome]);
  const at = (path: string) => `/v1${path}`;

  it('lets somebody live on: sign in, change profile and password, see and erase everything', async () => {
    const grace = newcomer({ name: 'Grace', phone: '+33612345678' });
    const importId = randomUUID();
    const { status, report, summary } = await send(line(grace), { importId });
    expect({ status, report }).toEqual({
      status: 200,
      report: [
        { line: 1, outcome: 'imported', id: expect.any(String) },
        { outcome: 'finished', importId, lines: 1, imported: 1, refused: 0, repeated: 0 },
      ],
    });
    expect(summary).toMatchObject({ outcome: 'finished' });

    const person = { email: grace.email, password: PASSWORD };
    const token = await admin.tokenOf(person, 'shop');
    const as = (method: 'get' | 'patch' | 'put', path: string) => admin.call(token, method, at(path), 'shop');
    expect((await as('get', '/users/me')).body).toMatchObject({ name: 'Grace', emailVerified: true, state: 'active' });
    expect((await as('patch', '/users/me').send({ name: 'Grace B.' })).body).toMatchObject({ name: 'Grace B.' });
    const exported = await as('get', '/users/me/export');
    api.expectDocumented('GET /v1/users/me/export', exported);
    expect(exported.body).toMatchObject({
      events: expect.arrayContaining([expect.objectContaining({ type: 'user.imported.v1' })]),
    });
    expect(exported.text).not.toContain('pbkdf2');
    const next = { currentPassword: PASSWORD, newPassword: 'eleven quiet harbours' };
    expect(await as('put', '/users/me/password').send(next)).toMatchObject({ status: 204 });

    const erased = await api.http
      .delete('/v1/users/me')
      .set({ Authorization: basic({ ...person, password: next.newPassword }), 'Gatehouse-Application': 'shop' });
    expect(erased.status).toBe(204);
    const [{ left } = { left: null }] = await db.sql<{ left: string }[]>`
      select (select count(*) from gatehouse.users where to_jsonb(users)::text ilike ${`%${grace.email}%`})
        + (select count(*) from gatehouse.event_log where data::text ilike ${`%${grace.email}%`}) as left`;
    expect(left).toBe('0');
  });

  it('reports every bad line by its number, and none that is good suffers', async () => {
    const [ada, eve] = [newcomer(), newcomer()];
    const lines: readonly (string | Buffer)[] = [
      line(ada),
      '{"email": \n',
      '[]\n',
      '"x"\n',
      line({ ...newcomer(), colour: 'red' }),
      line({ ...newcomer(), __proto__: null, toString: 'x' }),
      '{"email":"a@example.com","email":"b@example.com"}\n',
      '{"email":"a@example.com","__proto__":{}}\n',
      line(newcomer({ name: 'a\u0000b' })),
      line(newcomer({ name: 'x'.repeat(66_000) })),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      line({ emailVerified: true }),
      line(newcomer({ emailVerified: 'yes' })),
      line(newcomer({ passwordHash: 'x'.repeat(600) })),
      line(newcomer({ passwordHash: PASSWORD })),
      line(newcomer({ id: 'not an id' })),
      line(newcomer({ createdAt: 'yesterday' })),
      line(newcomer({ hobbies: [[['deep']]] })),
      `${'['.repeat(1_000)}\n`,
      '\n',
      ' \r\n',
      line(ada),
      JSON.stringify(eve),
    ];
    const { report, summary } = await send(Buffer.concat(lines.map((each) => Buffer.from(each))));
    expect(codes(report)).toEqual([
      [1, 'imported'],
      [2, 'json-invalid'],
      [3, 'json-invalid'],
      [4, 'json-invalid'],
      [5, 'field-unknown'],
      [6, 'field-unknown'],
      [7, 'json-invalid'],
      [8, 'json-invalid'],
      [9, 'text-malformed'],
      [10, 'line-too-long'],
      [11, 'json-invalid'],
      [12, 'field-required'],
      [13, 'boolean-expected'],
      [14, 'text-too-long'],
      [15, 'hash-unknown'],
      [16, 'format-invalid'],
      [17, 'value-invalid'],
      [18, 'text-expected'],
      [19, 'json-invalid'],
      [22, 'email-taken'],
      [23, 'imported'],
    ]);
    expect(summary).toMatchObject({ lines: 23, imported: 2, refused: 19, repeated: 0 });
    expect(JSON.stringify(report)).not.toMatch(new RegExp(`${PASSWORD}|pbkdf2|${ada.email}|xxx`));
  });

  it.each([
    ['empty', '', '  '],
    ['invisible', '\u200b\u3164', '\u2800\u202e'],
    ['nothing but marks', '\u0301', '\ufe0f\u00ad'],
  ])('takes a name that is %s as absent, and says so', async (_what, name, surname) => {
    const grace = newcomer({ name, surname, locale: 'fr' });
    const sent = await send(line(grace));
    expect(sent.report[0]).toMatchObject({ line: 1, outcome: 'imported', ignored: ['name', 'surname'] });
    const [row] = await db.sql`select name, surname, locale from gatehouse.users where email = ${grace.email}`;
    expect(row).toEqual({ name: null, surname: null, locale: 'fr' });
  });

  it('goes on where it broke off, as often as it likes', async () => {
    const importId = randomUUID();
    const people = Array.from({ length: 700 }, () => newcomer());
    const raw = await RawConnection.open(api.port);
    const head = `POST /v1/admin/import?importId=${importId} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer ${boss}\r\n`;
    raw.write(`${head}Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const part = people.slice(0, 600).map(line).join('');
    raw.write(`${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`);
    // Two batches are whole; what is left of the third is not, and may be half a line.
    await raw.text((text) => text.includes('"line":500,'));
    raw.close();
    await raw.over();

    const again = await send(people.map(line).join(''), { importId });
    expect(again.summary).toMatchObject({ lines: 700, imported: 700, refused: 0, repeated: 500 });
    const third = await send(people.map(line).join(''), { importId });
    expect(third.summary).toMatchObject({ lines: 700, imported: 700, refused: 0, repeated: 700 });
    expect(third.report.slice(0, 700).map(({ id }) => id)).toEqual(again.report.slice(0, 700).map(({ id }) => id));
    const acts =
      await db.sql`select application, administrator_kind from gatehouse.audit_log where subject = ${importId}`;
    expect(acts).toEqual(Array.from({ length: 3 }, () => ({ application: 'shop', administrator_kind: 'key' })));
  });

  it('takes longer than other requests may, as long as something comes', async () => {
    const people = Array.from({ length: 6 }, () => newcomer());
    const slowly = Readable.from(
      (async function* () {
        for (const person of people) {
          yield line(person);
          await new Promise((resolve) => setTimeout(resolve, 120));
        }
      })(),
    );
    expect((await send(slowly)).summary).toMatchObject({ imported: 6 });
  });

  it('does not let strangers send slowly', async () => {
    const raw = await RawConnection.open(api.port);
    const path = `/v1/admin/import?importId=${randomUUID()}`;
    raw.write(
      `POST ${path} HTTP/1.1\r\nHost: api\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000\r\n\r\n{`,
    );
    expect(await raw.answer()).toMatchObject({ status: 401 });
    expect(await raw.answer()).toMatchObject({ status: 408 });
    await raw.over();
  });

  it.each([
    ['application/json', 'application/json'],
    ['nothing', 'text/plain'],
  ])('takes %s for no import', async (_what, type) => {
    expect(await send(line(newcomer()), { type })).toMatchObject({
      status: 415,
      summary: { code: 'media-type-unsupported', detail: 'Must be application/x-ndjson' },
    });
  });

  it('wants an id for the import', async () => {
    for (const importId of ['', 'x', `${randomUUID()}&importId=${randomUUID()}`]) {
      const refused = await send(line(newcomer()), { importId });
      expect(refused).toMatchObject({ status: 422, summary: { code: 'validation-failed' } });
    }
  });

  it('reaches its own application alone', async () => {
    const ada = newcomer();
    await send(line(ada));
    const own = await db.sql`select application from gatehouse.users where email = ${ada.email}`;
    expect(own).toEqual([{ application: 'shop' }]);
    const signIn = (application: string) =>
      api.http
        .post('/v1/sessions')
        .set('Gatehouse-Application', application)
        .send({ email: ada.email, password: PASSWORD });
    expect(await signIn('bank')).toMatchObject({ status: 401 });
    expect(await signIn('shop')).toMatchObject({ status: 201 });
  });

  describe('an export', () => {
    const people = async (bearer: string, application?: string) => {
      const answer = await admin.call(bearer, 'get', '/v1/admin/users/export', application).buffer(true);
      api.expectDocumented('GET /v1/admin/users/export', answer);
      if (answer.status !== 200) return answer.status;
      return answer.text
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as { id: string; email: string; state: string });
    };

    it('has everybody of the application, and nothing that is secret or of another', async () => {
      const key = (await admin.keyOf('bank')).key;
      const [pending, active] = [somebody(), newcomer({ birthDate: '1915-12-10', hobbies: ['whist'] })];
      await api.register(pending, 'bank');
      await send(Array.from({ length: 600 }, () => line(newcomer())).join('') + line(active), { bearer: key });
      const found = await people(key);
      if (typeof found === 'number') throw new Error(`Refused: ${found}`);
      expect(found).toHaveLength(602);
      expect(new Set(found.map(({ id }) => id)).size).toBe(602);
      expect(found).toContainEqual(expect.objectContaining({ email: pending.email, state: 'pending' }));
      expect(found).toContainEqual(
        expect.objectContaining({
          email: active.email,
          birthDate: '1915-12-10',
          hobbies: ['whist'],
          suspendedAt: null,
        }),
      );
      expect(JSON.stringify(found)).not.toMatch(/pbkdf2|argon2|hash/i);
      const acts =
        await db.sql`select act from gatehouse.audit_log where application = 'bank' and act = 'users.exported'`;
      expect(acts).toHaveLength(1);
    });

    it('is for those who may, in their own application', async () => {
      const support = (await admin.someone('support', 'shop')).token;
      expect(await people(support)).toBe(403);
      expect(await people(boss, 'bank')).toBe(401);
    });
  });
});
