import { Overloaded, untilSettled } from '@gatehouse/kernel';

describe('an optimistic step', () => {
  it('is repeated until it loses no race, and answers what it settled on', async () => {
    const outcomes = ['stale', 'stale', { name: 'Ada' }] as const;
    let attempts = 0;
    await expect(untilSettled(async () => outcomes[attempts++] ?? 'stale')).resolves.toEqual({ name: 'Ada' });
    expect(attempts).toBe(3);
  });

  it.each([
    ['eight attempts by default', undefined, 8],
    ['as many attempts as its caller allows', 20, 20],
  ])('gives up after %s, and asks the caller to come back after a second', async (_what, allowed, attempts) => {
    let made = 0;
    const lost = untilSettled(async () => {
      made += 1;
      return 'stale';
    }, allowed);
    await expect(lost).rejects.toThrow(Overloaded);
    await expect(lost).rejects.toMatchObject({ retryAfterSeconds: 1 });
    expect(made).toBe(attempts);
  });

  it('is not repeated after a fault', async () => {
    let attempts = 0;
    const step = async (): Promise<'stale'> => {
      attempts += 1;
      throw new Error('a fault');
    };
    await expect(untilSettled(step)).rejects.toThrow('a fault');
    expect(attempts).toBe(1);
  });
});
