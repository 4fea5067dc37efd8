import { sharedFetches } from '../../../libs/platform/jobs/shared-fetches.js';

const FETCH =
  '\n    WITH next AS (\n SELECT id FROM pgboss.job WHERE name = $1 LIMIT 2 FOR UPDATE SKIP LOCKED\n) UPDATE pgboss.job';
const BATCH = 2;

/** A database that answers when it is told to, in the order in which it was asked. */
function slowDatabase() {
  const asked: PromiseWithResolvers<{ rows: unknown[] }>[] = [];
  const executeSql = () => {
    const answer = Promise.withResolvers<{ rows: unknown[] }>();
    asked.push(answer);
    return answer.promise;
  };
  const settled = async (act: () => void) => {
    act();
    // What follows from an answer follows in microtasks.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    asked,
    fetch: sharedFetches(executeSql, BATCH),
    answer: (number: number, ...rows: string[]) => settled(() => asked[number]?.resolve({ rows })),
    fail: (number: number) => settled(() => asked[number]?.reject(new Error('The database is gone'))),
  };
}

describe('fetches of jobs', () => {
  it('are two where five pollers ask at once, and the second says for the others that nothing is left', async () => {
    const { asked, fetch, answer } = slowDatabase();
    const answers = Promise.all(Array.from({ length: 5 }, () => fetch(FETCH, ['mails'])));
    expect(asked).toHaveLength(1);
    await answer(0, 'first');
    expect(asked).toHaveLength(2);
    await answer(1);
    expect(await answers).toEqual([{ rows: ['first'] }, ...Array(4).fill({ rows: [] })]);
    expect(asked).toHaveLength(2);
  });

  it('never answer for one that was asked for after they began: its job may be newer', async () => {
    const { asked, fetch, answer } = slowDatabase();
    const early = fetch(FETCH, ['mails']);
    const late = fetch(FETCH, ['mails']);
    await answer(0);
    expect(asked).toHaveLength(2);
    await answer(1, 'new');
    expect(await Promise.all([early, late])).toEqual([{ rows: [] }, { rows: ['new'] }]);
  });

  it('go on while they are full, and after one that failed', async () => {
    const { asked, fetch, answer, fail } = slowDatabase();
    const answers = Promise.allSettled(Array.from({ length: 4 }, () => fetch(FETCH, ['mails'])));
    await answer(0);
    await answer(1, 'a', 'b');
    await fail(2);
    expect(asked).toHaveLength(4);
    await answer(3, 'c');
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('wait for none of another queue, nor does any other statement', async () => {
    const { asked, fetch } = slowDatabase();
    void fetch(FETCH, ['mails']);
    void fetch(FETCH, ['webhooks']);
    void fetch('SELECT 1');
    void fetch('SELECT 1');
    expect(asked).toHaveLength(4);
  });

  it('begin at once again when there was none before', async () => {
    const { asked, fetch, answer } = slowDatabase();
    for (let number = 0; number < 3; number += 1) {
      const fetched = fetch(FETCH, ['mails']);
      expect(asked).toHaveLength(number + 1);
      await answer(number, 'one');
      expect(await fetched).toEqual({ rows: ['one'] });
    }
  });
});
