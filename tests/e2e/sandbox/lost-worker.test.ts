import { once } from 'node:events';
import type { FaultRule } from '@gatehouse/sandbox';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, WholeHouse } from '../../support/whole-house.js';

describe('a worker that is lost', () => {
  let house: WholeHouse;

  beforeEach(async () => {
    house = await WholeHouse.open();
    await house.stopWorker();
  });
  afterEach(() => house.close());

  /** Somebody whose mail a worker has in its hands when it is killed. */
  const signUpAndKill = async (behaviour: FaultRule['behaviour'], hasHappened: (email: string) => boolean) => {
    const ada = somebody();
    house.sandbox.faults.replace([{ to: ada.email, times: 1, behaviour }]);
    const worker = await house.workerProcess();
    const userId = await house.api.register(ada);
    await house.deliveryIs(userId, 'sending');
    await eventually('the provider is in the middle of it', () => hasHappened(ada.email));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    return { ada, userId };
  };

  it('before the provider took the mail leaves it to another, who sends it once', async () => {
    const hangs = () => house.sandbox.faults.rules.length === 0;
    const { ada, userId } = await signUpAndKill({ type: 'hang' }, hangs);
    expect(house.mailsTo(ada)).toHaveLength(0);

    await house.advanceQueue(20);
    await house.startWorker();
    const mail = await house.mailTo(ada);
    await house.deliveryIs(userId, 'sent');
    expect(house.mailsTo(ada)).toHaveLength(1);
    expect(await house.api.activate(ada, codeIn(mail) ?? '')).toMatchObject({ status: 200 });
  });

  it('after the provider took the mail leaves it to another, who sends the same code again', async () => {
    const isTaken = (email: string) => house.mailsTo({ email }).length === 1;
    const { ada, userId } = await signUpAndKill({ type: 'slow-body', intervalMs: 60_000 }, isTaken);

    await house.advanceQueue(20);
    await house.startWorker();
    const [first, second] = [await house.mailTo(ada, 1), await house.mailTo(ada, 2)];
    await house.deliveryIs(userId, 'sent');
    expect([codeIn(second), second.customId]).toEqual([codeIn(first), first.customId]);
    expect(await house.api.activate(ada, codeIn(first) ?? '')).toMatchObject({ status: 200 });
    expect(await house.api.activate(ada, codeIn(second) ?? '')).toMatchObject({ status: 409 });
  });

  it('in good order first finishes what it has in its hands', async () => {
    const people = Array.from({ length: 8 }, somebody);
    house.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'delay', ms: 500 } }]);
    await house.startWorker();
    const ids = await Promise.all(people.map((person) => house.api.register(person)));
    const inHands = async () => {
      const rows = await house.db.sql<{ id: string }[]>`
        select user_id as id from gatehouse.deliveries where state = 'sending'`;
      return rows.map(({ id }) => id);
    };
    await eventually('some mails are being sent', async () => (await inHands()).length > 0);
    const begun = await inHands();
    await house.stopWorker();
    expect(await Promise.all(begun.map((id) => house.delivery(id)))).toEqual(begun.map(() => 'sent'));

    await house.startWorker();
    for (const id of ids) await house.deliveryIs(id, 'sent');
    expect(people.map((person) => house.mailsTo(person).length)).toEqual(people.map(() => 1));
  });
});
