import { createLogger } from '@gatehouse/platform/logging';
import { ApiHarness } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const ADA = {
  email: 'ada.lovelace.1815@example.com',
  password: 'nine seven lanterns',
  name: 'Augusta Ada',
  phone: '+33612345678',
};

describe('the log', () => {
  let db: TestDatabase;
  let api: ApiHarness;
  const lines: string[] = [];

  beforeAll(async () => {
    db = await createTestDatabase();
    const logger = loggerTo(lines);
    api = await ApiHarness.open(db, { logger });
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has a line for each request, with the route that it matched and nothing of the caller’s', async () => {
    lines.length = 0;
    const answer = await api.http
      .get(`/v1/users/${ADA.email}/activation?email=${ADA.email}`)
      .set('X-Request-Id', 'mine');
    await api.http.get(`/${ADA.email}`);
    await api.http.get('/v1/%0A%7B%22level%22:60%7D').set('User-Agent', '"},{"level":60');
    expect(logged()).toEqual([
      expect.objectContaining({
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: expect.anything(),
        msg: 'request',
        requestId: answer.headers['x-request-id'],
        method: 'GET',
        route: '/v1/users/:id/activation',
        status: 422,
        ms: expect.any(Number),
      }),
      expect.objectContaining({ msg: 'request', route: 'unmatched', status: 404 }),
      // One line too, whatever line breaks and quotes were sent.
      expect.objectContaining({ msg: 'request', route: 'unmatched', status: 404 }),
    ]);
  });

  it('says what broke without the row that it broke on', async () => {
    await db.sql`alter table gatehouse.users add constraint nobody_new check (created_at < '2000-01-01') not valid`;
    lines.length = 0;
    // The database refuses the row, and its error holds all of it.
    expect(await api.http.post('/v1/users').send(ADA)).toMatchObject({ status: 500 });
    await db.sql`alter table gatehouse.users drop constraint nobody_new`;

    const text = lines.join('');
    expect(logged()).toContainEqual(
      expect.objectContaining({ msg: 'A request failed', err: expect.objectContaining({ errorCode: '23514' }) }),
    );
    const { email, password, name, phone } = ADA;
    expect([email, password, name, phone, '$argon2id$'].filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('says that the database is away by the driver’s own code, once for each request', async () => {
    const away = { DATABASE_URL: 'postgres://nobody:secret-word@127.0.0.1:1/nowhere' };
    const logger = loggerTo(lines);
    const harness = await ApiHarness.open(db, { logger, environment: away });
    lines.length = 0;
    await harness.http.post('/v1/users').send(ADA);
    await harness.close();
    const errors = logged().filter(({ msg }) => msg === 'A request failed');
    expect(errors).toEqual([expect.objectContaining({ err: expect.objectContaining({ errorCode: 'ECONNREFUSED' }) })]);
    expect(lines.join('')).not.toContain('secret-word');
  });
});

const loggerTo = (lines: string[]) =>
  createLogger({ environment: 'production', logLevel: 'trace' }, 'api', { write: (line) => void lines.push(line) });
