import { randomUUID } from 'node:crypto';
import { Administration } from '../../support/administration.js';
import { ApiHarness, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('an application created through one process', () => {
  let db: TestDatabase;
  let harnesses: ApiHarness[];
  let admin: Administration;
  let other: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    const [one, two] = await Promise.all([ApiHarness.open(db), ApiHarness.open(db)]);
    harnesses = [one, two];
    admin = new Administration(one, db);
    other = two;
  });
  afterAll(async () => {
    await Promise.all(harnesses.map((harness) => harness.close()));
    await db.drop();
  });

  const signUp = (slug: string) => other.http.post('/v1/users').set('Gatehouse-Application', slug).send(somebody());

  it('is known to another at once, though that has just said that there is none', async () => {
    const unknown = await signUp('shop');
    other.expectProblem(unknown, 400, 'application-unknown');
    await admin.createApplication('shop');
    expect(await signUp('shop')).toMatchObject({ status: 201 });
  });

  it('takes imports by its key there at once', async () => {
    other.expectProblem(await signUp('bank'), 400, 'application-unknown');
    await admin.createApplication('bank');
    const { key } = await admin.keyOf('bank');
    const { status, text } = await other.http
      .post(`/v1/admin/import?importId=${randomUUID()}`)
      .auth(key, { type: 'bearer' })
      .type('application/x-ndjson')
      .send(`${JSON.stringify({ email: somebody().email, emailVerified: true })}\n`);
    expect(status).toBe(200);
    expect(text).toContain('"outcome":"imported"');
  });

  it('is not to be found by what is no slug, and a hundred unknown ones at once are refused', async () => {
    const slugs = Array.from({ length: 100 }, (_, index) => `nobodys-${index}`);
    const answers = await Promise.all(['No slug', 'ß', ...slugs].map((slug) => signUp(encodeURIComponent(slug))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
  });
});
