import { Administration } from '../../support/administration.js';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, postmarkAt, ServiceHarness } from '../../support/service-harness.js';

const REASON = 'credentials-refused-401 10';

describe('the only provider of mails, when it refuses our key', () => {
  let harness: ServiceHarness;
  let administration: Administration;
  let key: string;

  beforeAll(async () => {
    harness = await ServiceHarness.open({ environment: postmarkAt });
    administration = new Administration(harness.api, harness.db);
    ({ key } = await administration.keyOf());
  });
  afterAll(() => harness.close());

  const stateOf = async () => (await administration.call(key, 'get', '/v1/admin/providers')).body.providers[0];
  const events = async () =>
    (
      await harness.db.sql<{ type: string }[]>`
      select type from gatehouse.event_log where type like 'provider.%' order by position`
    ).map(({ type }) => type);

  it('loses no message, says so everywhere, and gets each of them once the key is right', async () => {
    harness.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'refusal', why: 'key' } }]);
    const people = Array.from({ length: 8 }, somebody);
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    // As long as for any message: other suites' open transactions hold the worker up.
    const allWait = async () => {
      const rows = await harness.db.sql`
        select 1 from gatehouse.deliveries where last_answer = ${REASON} and user_id = any(${ids}::uuid[])`;
      return rows.length === ids.length;
    };
    await eventually('every message waits', allWait, 45_000);
    await eventually('it is shown as open', async () => (await stateOf()).state === 'open');
    expect(await stateOf()).toMatchObject({ name: 'postmark', reason: REASON });
    expect((await events()).at(-1)).toBe('provider.opened.v1');
    expect(await harness.workerMetrics()).toMatch(
      /gatehouse_provider_breaker\{channel="mail",provider="postmark"\} [12]/,
    );

    harness.sandbox.faults.clear();
    await harness.stopWorker();
    await harness.startWorker();
    for (const id of ids) await harness.deliveryIs(id, 'sent');
    expect(people.map((person) => harness.mailsTo(person).length)).toEqual(people.map(() => 1));
    await eventually('it is shown as closed', async () => (await stateOf()).state === 'closed');
    expect((await events()).at(-1)).toBe('provider.closed.v1');
    const [ada] = people;
    if (!ada) throw new Error('Nobody signed up');
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
  });
});
