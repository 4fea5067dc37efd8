import { batchedCalls } from '@gatehouse/platform/postgres';
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
