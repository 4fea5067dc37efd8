import { slowdownTo } from '../../support/processor-time.js';

const sumOf = (count: number) => () => {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum = Math.imul(sum + at, 31);
  return sum;
};

describe('slowdownTo', () => {
  const slowdown = slowdownTo(sumOf(1_000));

  it('finds work that takes a hundred times as long', () => {
    expect(slowdown(sumOf(100_000), 10)).toBeGreaterThan(10);
  });

  it('finds that the same work takes as long, and that less takes less', () => {
    expect(slowdown(sumOf(1_000), 10)).toBeLessThan(10);
    expect(slowdown(sumOf(10), 1)).toBeLessThan(1);
  });
});
