import { batchedCalls, DatabaseFault, sharedReads } from '@gatehouse/platform/postgres';
import { jest } from '@jest/globals';

describe('batched calls', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const after = async <T>(calls: Promise<T>): Promise<T> => {
    calls.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(10);
    return calls;
  };
  const doubling = () => {
    const made: (readonly number[])[] = [];
    const call = batchedCalls(async (numbers: readonly number[]) => {
      made.push(numbers);
      if (numbers.includes(13)) throw new Error('thirteen');
      return numbers.map((number) => 2 * number);
    });
    return { made, call };
  };

  it('go together, and each gets its own answer', async () => {
    const { made, call } = doubling();
    expect(await after(Promise.all([call(1), call(2), call(3)]))).toEqual([2, 4, 6]);
    expect(made).toEqual([[1, 2, 3]]);
  });

  it('that come later go later', async () => {
    const { made, call } = doubling();
    expect(await after(call(1))).toBe(2);
    expect(await after(call(2))).toBe(4);
    expect(made).toEqual([[1], [2]]);
  });

  it('are made anew each time, also the same', async () => {
    const { made, call } = doubling();
    expect(await after(Promise.all([call(1), call(1)]))).toEqual([2, 2]);
    await after(call(1));
    expect(made).toEqual([[1, 1], [1]]);
  });

  it('go in several batches when there are very many', async () => {
    const { made, call } = doubling();
    const numbers = Array.from({ length: 120 }, (_, index) => 100 + index);
    expect(await after(Promise.all(numbers.map(call)))).toEqual(numbers.map((number) => 2 * number));
    expect(made.map(({ length }) => length)).toEqual([50, 50, 20]);
  });

  it('are made alone when one of them makes all fail, and only that one fails', async () => {
    const { call } = doubling();
    const outcomes = await after(Promise.allSettled([call(1), call(13), call(3)]));
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new Error('thirteen') },
      { status: 'fulfilled', value: 6 },
    ]);
  });

  it('fail with what the statement failed with', async () => {
    const { made, call } = doubling();
    await expect(after(call(13))).rejects.toThrow('thirteen');
    expect(made).toHaveLength(1);
  });
});

describe('shared reads', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** A database that answers when it is told to. */
  const doubling = () => {
    const underWay: { readonly numbers: readonly number[]; readonly end: (error?: Error) => Promise<void> }[] = [];
    const read = sharedReads(async (numbers: readonly number[]) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
      const end = async (error?: Error): Promise<void> => {
        if (error) reject(error);
        else resolve(numbers.map((number) => 2 * number));
        await jest.advanceTimersByTimeAsync(0);
      };
      underWay.push({ numbers, end });
      return promise;
    });
    return { read, underWay, asked: () => underWay.map(({ numbers }) => numbers) };
  };
  const turn = () => jest.advanceTimersByTimeAsync(0);

  it('are made at once while few are under way', async () => {
    const { read, underWay, asked } = doubling();
    const first = read(1);
    await turn();
    const second = read(2);
    await turn();
    expect(asked()).toEqual([[1], [2]]);
    await underWay[1]?.end();
    await expect(second).resolves.toBe(4);
    await underWay[0]?.end();
    await expect(first).resolves.toBe(2);
  });

  it('that come in the same turn go together', async () => {
    const { read, underWay, asked } = doubling();
    const answers = Promise.all([read(1), read(2)]);
    await turn();
    expect(asked()).toEqual([[1, 2]]);
    await underWay[0]?.end();
    await expect(answers).resolves.toEqual([2, 4]);
  });

  const withTwoUnderWay = async () => {
    const database = doubling();
    for (const number of [1, 2]) {
      database.read(number).catch(() => undefined);
      await turn();
    }
    return database;
  };

  it('that find two statements under way share the next one, which begins when one of the two has ended', async () => {
    const { read, underWay, asked } = await withTwoUnderWay();
    const answers = Promise.all([read(3), read(4)]);
    await turn();
    expect(asked()).toEqual([[1], [2]]);
    await underWay[1]?.end();
    expect(asked()).toEqual([[1], [2], [3, 4]]);
    await underWay[2]?.end();
    await expect(answers).resolves.toEqual([6, 8]);
  });

  it('wait for 5 ms at most for statements that do not end', async () => {
    const { read, asked } = await withTwoUnderWay();
    void read(3);
    await jest.advanceTimersByTimeAsync(4);
    expect(asked()).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(asked()).toEqual([[1], [2], [3]]);
    void read(4);
    await jest.advanceTimersByTimeAsync(5);
    expect(asked()).toEqual([[1], [2], [3], [4]]);
  });

  it('are no more than 50 a statement, and the others go when the next one ends', async () => {
    const { read, underWay, asked } = await withTwoUnderWay();
    const numbers = Array.from({ length: 60 }, (_, index) => 100 + index);
    const answers = Promise.all(numbers.map(read));
    await underWay[0]?.end();
    await underWay[1]?.end();
    expect(asked().map(({ length }) => length)).toEqual([1, 1, 50, 10]);
    for (const statement of underWay.slice(2)) await statement.end();
    await expect(answers).resolves.toEqual(numbers.map((number) => 2 * number));
  });

  it('are made alone when one of them makes all fail, and only that one fails', async () => {
    const { read, underWay, asked } = doubling();
    const answers = Promise.allSettled([read(13), read(2)]);
    await turn();
    await underWay[0]?.end(new Error('thirteen'));
    expect(asked()).toEqual([[13, 2], [13], [2]]);
    await underWay[1]?.end(new Error('thirteen'));
    await underWay[2]?.end();
    await expect(answers).resolves.toEqual([
      { status: 'rejected', reason: new Error('thirteen') },
      { status: 'fulfilled', value: 4 },
    ]);
  });

  it('fail together, without another statement, where the database cannot be used', async () => {
    const { read, underWay, asked } = doubling();
    const answers = Promise.allSettled([read(1), read(2)]);
    await turn();
    const fault = new DatabaseFault('gone', 'No server', { mayHaveCommitted: false });
    await underWay[0]?.end(fault);
    await expect(answers).resolves.toEqual([
      { status: 'rejected', reason: fault },
      { status: 'rejected', reason: fault },
    ]);
    expect(asked()).toHaveLength(1);
  });
});
