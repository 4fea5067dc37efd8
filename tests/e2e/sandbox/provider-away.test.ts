import { createServer } from 'node:net';
import { createSandbox, type Sandbox } from '@gatehouse/sandbox';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

/** A port where nobody listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

describe('a provider that is away when people sign up', () => {
  let harness: ServiceHarness;
  let port: number;
  let provider: Sandbox | undefined;

  beforeAll(async () => {
    port = await freePort();
    harness = await ServiceHarness.open({ environment: { MAIL_BASE_URL: `http://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await harness.close();
    await provider?.close();
  });

  const lastAnswers = async () => {
    const rows = await harness.db.sql<{ last_answer: string | null }[]>`select last_answer from gatehouse.deliveries`;
    return rows.map(({ last_answer }) => last_answer);
  };

  it('gets every mail when it is back, once, and the codes work', async () => {
    const people = Array.from({ length: 6 }, somebody);
    const ids = await Promise.all(people.map((person) => harness.api.register(person)));
    await eventually('all were tried in vain', async () => {
      const answers = await lastAnswers();
      return answers.length === 6 && answers.every((answer) => answer === 'connection-refused');
    });

    provider = createSandbox();
    await provider.listen(port);
    for (const id of ids) await harness.deliveryIs(id, 'sent');
    const mails = people.map(({ email }) => provider?.store.list({ to: email, limit: 10 }) ?? []);
    expect(mails.map((received) => received.length)).toEqual(people.map(() => 1));
    expect(new Set(mails.map(([mail]) => mail?.customId)).size).toBe(6);

    const [ada] = people;
    const [mail] = mails[0] ?? [];
    if (!ada || !mail) throw new Error('Nobody signed up');
    expect(await harness.api.activate(ada, codeIn(mail) ?? '')).toMatchObject({ status: 200 });
  });
});
