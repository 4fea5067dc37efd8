import fc from 'fast-check';
import { randomFrom } from '../../bench/load/random-from.js';
import { compareTimes, welchT } from '../../bench/measure/welch.js';

/** The three examples of the encyclopaedias: equal variances, unequal ones, and unequal sizes besides. */
const KNOWN = [
  {
    first: [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4],
    second: [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4],
    t: -2.46,
  },
  {
    first: [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8],
    second: [
      21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5,
      21.8,
    ],
    t: -1.57,
  },
  {
    first: [19.8, 20.4, 19.6, 17.8, 18.5, 18.9, 18.3, 18.9, 19.5, 22.0],
    second: [
      28.2, 26.6, 20.1, 23.3, 25.2, 22.1, 17.7, 27.6, 20.6, 13.7, 23.2, 17.5, 20.6, 18.0, 23.9, 21.6, 24.3, 20.4, 24.0,
      13.2,
    ],
    t: -2.22,
  },
];

describe("Welch's t", () => {
  it.each(KNOWN)('of known samples is $t', ({ first, second, t }) => {
    expect(welchT(first, second)).toBeCloseTo(t, 2);
  });

  it('changes its sign with the order, and nothing else', () => {
    const times = fc.array(fc.double({ min: 0.1, max: 1_000, noNaN: true }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(times, times, (first, second) => {
        fc.pre(new Set(first).size > 1 || new Set(second).size > 1);
        expect(welchT(first, second)).toBe(-welchT(second, first));
      }),
    );
  });

  it.each([
    ['one value', [1], [1, 2]],
    ['none', [], [1, 2]],
    ['no variance at all', [1, 1], [1, 1]],
  ])('is none for %s', (_, first, second) => {
    expect(() => welchT(first, second)).toThrow(RangeError);
  });
});

describe('a comparison of times', () => {
  const random = randomFrom(7);
  /** About normal: 30 ms with a standard deviation of 1 ms. */
  const usual = () => 30 + Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
  const times = (count: number, slower = 0) => Array.from({ length: count }, () => usual() + slower);

  it('of what is the same stays within the bound', () => {
    const { t, medianDifference } = compareTimes(times(2_000), times(2_000));
    expect(Math.abs(t)).toBeLessThan(4.5);
    expect(Math.abs(medianDifference)).toBeLessThan(0.2);
  });

  it('finds a quarter of a millisecond in thirty', () => {
    const { t, medianDifference } = compareTimes(times(2_000, 0.25), times(2_000));
    expect(t).toBeGreaterThan(4.5);
    expect(medianDifference).toBeCloseTo(0.25, 0);
  });

  it('finds it also where one of a hundred takes very long for another reason', () => {
    const disturbed = (slower: number) => times(2_000, slower).map((time, i) => (i % 100 === 0 ? time + 500 : time));
    const [first, second] = [disturbed(0.25), disturbed(0)];
    expect(Math.abs(welchT(first, second))).toBeLessThan(4.5);
    expect(compareTimes(first, second).t).toBeGreaterThan(4.5);
  });
});
