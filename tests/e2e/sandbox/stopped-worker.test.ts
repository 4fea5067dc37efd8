import { somebody } from '../../support/api.js';
import { codeIn, WholeHouse } from '../../support/whole-house.js';

describe('sign-ups while no worker runs', () => {
  let house: WholeHouse;

  beforeAll(async () => {
    house = await WholeHouse.open();
  });
  afterAll(() => house.close());

  it('are all mailed, once each, when one comes back', async () => {
    await house.stopWorker();
    const people = Array.from({ length: 12 }, somebody);
    const ids = await Promise.all(people.map((person) => house.api.register(person)));
    expect(await Promise.all(ids.map((id) => house.delivery(id)))).toEqual(ids.map(() => 'queued'));

    await house.startWorker();
    for (const [index, person] of people.entries()) {
      const mail = await house.mailTo(person);
      await house.deliveryIs(ids[index] ?? '', 'sent');
      expect(house.mailsTo(person)).toEqual([mail]);
    }
    const [ada] = people;
    if (!ada) throw new Error('Nobody signed up');
    expect((await house.api.activate(ada, codeIn(await house.mailTo(ada)) ?? '')).status).toBe(200);
  });

  it('are mailed once when two workers run side by side', async () => {
    await house.stopWorker();
    const people = Array.from({ length: 12 }, somebody);
    const ids = await Promise.all(people.map((person) => house.api.register(person)));
    await house.startWorker();
    const second = await house.anotherWorker();
    for (const id of ids) await house.deliveryIs(id, 'sent');
    await second.stop();
    expect(people.map((person) => house.mailsTo(person).length)).toEqual(people.map(() => 1));
  });
});
