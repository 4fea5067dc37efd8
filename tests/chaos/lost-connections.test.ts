import { type Person, somebody } from '../support/api.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

describe('a database that cuts its connections while people sign up', () => {
  let harness: ServiceHarness;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
  });
  afterAll(() => harness.close());

  const cutAll = () => harness.db.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'gatehouse%'`;

  it('loses no sign-up that was acknowledged: each gets its mail, and all mails of one carry one code', async () => {
    const acknowledged: { person: Person; userId: string }[] = [];
    for (let round = 1; round <= 4; round++) {
      const people = Array.from({ length: 5 }, somebody);
      const answers = people.map((person) => harness.api.http.post('/v1/users').send(person));
      const cut = cutAll();
      for (const [index, answer] of (await Promise.all(answers)).entries()) {
        harness.api.expectDocumented('POST /v1/users', answer);
        expect([201, 503]).toContain(answer.status);
        const person = people[index];
        if (person && answer.status === 201) acknowledged.push({ person, userId: (answer.body as { id: string }).id });
      }
      await cut;
    }
    expect(acknowledged.length).toBeGreaterThan(0);

    for (const { person, userId } of acknowledged) {
      await harness.deliveryIs(userId, 'sent');
      const mails = harness.mailsTo(person);
      expect(mails.length).toBeGreaterThan(0);
      expect(new Set(mails.map((mail) => `${mail.customId} ${codeIn(mail)}`)).size).toBe(1);
    }
    const [last] = acknowledged.slice(-1);
    const code = codeIn(await harness.mailTo(last?.person ?? somebody()));
    expect(await harness.api.activate(last?.person ?? somebody(), code ?? '')).toMatchObject({ status: 200 });
  });
});
