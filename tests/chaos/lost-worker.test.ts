import { once } from 'node:events';
import type { FaultRule } from '@gatehouse/sandbox';
import { somebody } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { codeIn, ServiceHarness } from '../support/service-harness.js';

describe('a worker that is lost', () => {
  let harness: ServiceHarness;

  beforeEach(async () => {
    harness = await ServiceHarness.open();
    await harness.stopWorker();
  });
  afterEach(() => harness.close());

  /** Somebody whose mail a worker has in its hands when it is killed. */
  const signUpAndKill = async (behaviour: FaultRule['behaviour'], hasHappened: (email: string) => boolean) => {
    const ada = somebody();
    harness.sandbox.faults.replace([{ to: ada.email, times: 1, behaviour }]);
    const worker = await harness.workerProcess();
    const userId = await harness.api.register(ada);
    await harness.deliveryIs(userId, 'sending');
    await eventually('the provider is in the middle of it', () => hasHappened(ada.email));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    return { ada, userId };
  };

  it('before the provider took the mail leaves it to another, who sends it once', async () => {
    const hangs = () => harness.sandbox.faults.rules.length === 0;
    const { ada, userId } = await signUpAndKill({ type: 'hang' }, hangs);
    expect(harness.mailsTo(ada)).toHaveLength(0);

    await harness.advanceQueue(20);
    await harness.startWorker();
    const mail = await harness.mailTo(ada);
    await harness.deliveryIs(userId, 'sent');
    expect(harness.mailsTo(ada)).toHaveLength(1);
    expect(await harness.api.activate(ada, codeIn(mail) ?? '')).toMatchObject({ status: 200 });
  });

  it('after the provider took the mail leaves it to another, who sends the same code again', async () => {
    const isTaken = (email: string) => harness.mailsTo({ email }).length === 1;
    const { ada, userId } = await signUpAndKill({ type: 'slow-body', intervalMs: 60_000 }, isTaken);

    await harness.advanceQueue(20);
    await harness.startWorker();
    const [first, second] = [await harness.mailTo(ada, 1), await harness.mailTo(ada, 2)];
    await harness.deliveryIs(userId, 'sent');
    expect([codeIn(second), second.customId]).toEqual([codeIn(first), first.customId]);
    expect(await harness.api.activate(ada, codeIn(first) ?? '')).toMatchObject({ status: 200 });
    expect(await harness.api.activate(ada, codeIn(second) ?? '')).toMatchObject({ status: 409 });
  });

  it('in good order first finishes what it has in its hands', async () => {
    const people = Array.from({ length: 8 }, somebody);
    harness.sandbox.faults.replace([{ times: 'always', behaviour: { type: 'delay', ms: 500 } }]);
    await harness.startWorker();
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    const inHands = async () => {
      const rows = await harness.db.sql<{ id: string }[]>`
        select user_id as id from gatehouse.deliveries where state = 'sending'`;
      return rows.map(({ id }) => id);
    };
    await eventually('some mails are being sent', async () => (await inHands()).length > 0);
    const begun = await inHands();
    await harness.stopWorker();
    expect(await Promise.all(begun.map((id) => harness.delivery(id)))).toEqual(begun.map(() => 'sent'));

    await harness.startWorker();
    for (const id of ids) await harness.deliveryIs(id, 'sent');
    expect(people.map((person) => harness.mailsTo(person).length)).toEqual(people.map(() => 1));
  });
});
