import { somebody } from '../../support/api.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

describe('sign-ups while no worker runs', () => {
  let harness: ServiceHarness;

  beforeAll(async () => {
    harness = await ServiceHarness.open();
  });
  afterAll(() => harness.close());

  it('are all mailed, once each, when one comes back', async () => {
    await harness.stopWorker();
    const people = Array.from({ length: 12 }, somebody);
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    expect(await Promise.all(ids.map((id) => harness.delivery(id)))).toEqual(ids.map(() => 'queued'));

    await harness.startWorker();
    for (const [index, person] of people.entries()) {
      const mail = await harness.mailTo(person);
      await harness.deliveryIs(ids[index] ?? '', 'sent');
      expect(harness.mailsTo(person)).toEqual([mail]);
    }
    const [ada] = people;
    if (!ada) throw new Error('Nobody signed up');
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
  });

  it('are mailed once when two workers run side by side', async () => {
    await harness.stopWorker();
    const people = Array.from({ length: 12 }, somebody);
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    await harness.startWorker();
    const second = await harness.anotherWorker();
    for (const id of ids) await harness.deliveryIs(id, 'sent');
    await second.stop();
    expect(people.map((person) => harness.mailsTo(person).length)).toEqual(people.map(() => 1));
  });
});
