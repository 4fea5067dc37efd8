import { Administration } from '../../support/administration.js';
import { ApiHarness, basic, somebody } from '../../support/api.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { setPolicy } from '../../support/registration/registration-harness.js';

const APPLICATION = { 'Gatehouse-Application': 'asking' };
const ORIGIN = 'https://asking.example';

describe('feedback, through HTTP', () => {
  let db: TestDatabase;
  let api: ApiHarness;

  beforeAll(async () => {
    db = await createTestDatabase();
    await setPolicy(db, { askFeedback: true }, 'asking');
    await db.sql`update gatehouse.applications set allowed_origins = ${[ORIGIN]} where slug = 'asking'`;
    api = await ApiHarness.open(db);
  });
  afterAll(async () => {
    await api.close();
    await db.drop();
  });

  /** What the answer to an activation says. */
  async function activated(application: string) {
    const person = somebody();
    const code = await api.deliver(await api.register(person, application), application);
    const answer = await api.http
      .post('/v1/users/activation')
      .set({ 'Gatehouse-Application': application, Authorization: basic(person) })
      .send({ code });
    api.expectDocumented('POST /v1/users/activation', answer);
    return answer.body as { id: string; feedbackToken: string | null };
  }

  it('is given without signing in, from the application’s pages, and read by administrators', async () => {
    const { id, feedbackToken: token } = await activated('asking');
    const given = await api.http
      .post('/v1/feedback')
      .set({ ...APPLICATION, Origin: ORIGIN })
      .send({ token, ease: 5, text: '<script>alert(1)</script>' });
    api.expectDocumented('POST /v1/feedback', given);
    expect(given).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': ORIGIN } });

    const admin = new Administration(api, db);
    const { token: bearer } = await admin.someone('support', 'asking');
    const list = await admin.call(bearer, 'get', '/v1/admin/feedback');
    api.expectDocumented('GET /v1/admin/feedback', list);
    expect(list).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringContaining('application/json') },
    });
    expect(list.body).toMatchObject({
      feedback: [{ userId: id, ease: 5, text: '<script>alert(1)</script>' }],
      nextAfter: null,
    });
    const weeks = await admin.call(bearer, 'get', '/v1/admin/statistics/feedback?weeks=2');
    api.expectDocumented('GET /v1/admin/statistics/feedback', weeks);
    expect(weeks.body).toMatchObject({
      total: { answers: 1, averageEase: 5 },
      weeks: [{ answers: 1, averageEase: 5 }],
    });
    const { token: other } = await admin.someone('support');
    expect((await admin.call(other, 'get', '/v1/admin/feedback')).body).toEqual({ feedback: [], nextAfter: null });
  });

  it('is taken as JSON alone, which no form of another site can send, and by no cookie', async () => {
    const { feedbackToken: token } = await activated('asking');
    const form = await api.http.post('/v1/feedback').set(APPLICATION).type('form').send({ token, ease: 1 });
    expect(form).toMatchObject({ status: 415 });
    const plain = await api.http.post('/v1/feedback').set(APPLICATION).type('text/plain').send('{"ease": 1}');
    expect(plain).toMatchObject({ status: 415 });
    const cookie = { ...APPLICATION, Cookie: `token=${token}; __Host-gatehouse-refresh=${token}` };
    expect(await api.http.post('/v1/feedback').set(cookie).send({ ease: 1 })).toMatchObject({ status: 422 });
  });

  it('is not asked for by default', async () => {
    expect(await activated('default')).toMatchObject({ feedbackToken: null });
  });

  it('has an ease from 1 to 5 and at most 500 characters', async () => {
    const { feedbackToken: token } = await activated('asking');
    const faults = [{ ease: 0 }, { ease: 6 }, { ease: 2.5 }, { ease: '5' }, {}, { ease: 5, text: 'x'.repeat(501) }];
    for (const fault of faults) {
      const answer = await api.http
        .post('/v1/feedback')
        .set(APPLICATION)
        .send({ token, ...fault });
      api.expectDocumented('POST /v1/feedback', answer);
      expect([fault, answer.status]).toEqual([fault, 422]);
    }
  });
});
