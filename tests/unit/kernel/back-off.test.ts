import { backOff } from '@gatehouse/kernel';

const waits = { first: 0.5, growth: 2, longest: 60 };

describe('backing off', () => {
  it('waits twice as long after each attempt, between half and the whole, and no longer than the longest', () => {
    expect([1, 2, 3, 8, 20].map((attempts) => backOff(waits, attempts, 0))).toEqual([0.25, 0.5, 1, 30, 30]);
    expect(backOff(waits, 3, 0.999)).toBeCloseTo(2, 2);
    expect(backOff(waits, 2_000, 0)).toBe(30);
  });

  it('waits at least as long as the other side asks, and up to a tenth longer', () => {
    expect(backOff(waits, 1, 0, 120)).toBe(120);
    expect(backOff(waits, 1, 0.5, 120)).toBe(126);
    expect(backOff(waits, 8, 0, 1)).toBe(30);
  });
});
