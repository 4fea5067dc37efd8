import { bounded, NoAnswer } from '@gatehouse/platform/health';

describe('a look that is bounded', () => {
  it('answers what was found', async () => {
    await expect(bounded(async () => 7)()).resolves.toBe(7);
    await expect(bounded(() => Promise.reject(new Error('gone')))()).rejects.toThrow('gone');
  });

  it('gives up after its time, also when nothing is ever answered', async () => {
    await expect(bounded(() => new Promise(() => undefined), 10)()).rejects.toThrow(NoAnswer);
  });

  it('is one look for all who ask meanwhile, and another one after its answer', async () => {
    const answers: ((value: number) => void)[] = [];
    const look = bounded(() => new Promise<number>((resolve) => answers.push(resolve)), 60_000);
    const both = Promise.all([look(), look()]);
    answers[0]?.(1);
    await expect(both).resolves.toEqual([1, 1]);
    const next = look();
    answers[1]?.(2);
    await expect(next).resolves.toBe(2);
    expect(answers).toHaveLength(2);
  });

  it('asks nothing more of one who is silent', async () => {
    let asked = 0;
    const look = bounded(() => {
      asked += 1;
      return new Promise(() => undefined);
    }, 5);
    for (let time = 0; time < 5; time++) await expect(look()).rejects.toThrow('No answer within 5 ms');
    expect(asked).toBe(1);
  });
});
