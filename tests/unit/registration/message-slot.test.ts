import fc from 'fast-check';
import { nextMessageSlot } from '../../../libs/registration/domain/message-slot.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const limits = standardPolicy.messages;

const at = (ms: number) => new Date(NOW.getTime() + ms);
/** @param earlier when messages were or will be sent, in seconds from now */
const slot = (earlier: readonly number[], now = NOW) =>
  nextMessageSlot(
    earlier.map((seconds) => at(seconds * SECOND)),
    now,
    limits,
  );
const sendsAfter = (seconds: number) => ({ admitted: true, sendAfter: at(seconds * SECOND) });
const refusedFor = (retryAfterSeconds: number) => ({ admitted: false, retryAfterSeconds });

describe('the next message to a recipient', () => {
  it.each([
    ['there was none', [], 0],
    ['the last one was 30 s ago', [-30], 0],
    ['the last one was 29.999 s ago', [-29.999], 0.001],
    ['the last one is just being sent', [0], 30],
    ['one is still to come', [-10, 20], 50],
    ['several are still to come', [0, 30, 60], 90],
    ['four were sent within the hour', [-3_000, -2_000, -1_000, -500], 0],
    ['five were sent, the first an hour ago', [-3_600, -2_000, -1_000, -500, -100], 0],
  ])('when %s', (_, earlier, seconds) => {
    expect(slot(earlier)).toEqual(sendsAfter(seconds));
  });

  it.each([
    ['the fifth within the hour', [-3_000, -2_000, -1_000, -500, -100], 600],
    ['the first of five 3,599.999 s ago', [-3_599.999, -2_000, -1_000, -500, -100], 1],
    ['five at once, all still to come', [0, 30, 60, 90, 120], 3_600],
    ['more than the limit, of which the fifth last counts', [-3_500, -3_000, -2_000, -1_000, -500, -100], 600],
  ])('is refused after %s, with the time to retry', (_, earlier, retryAfterSeconds) => {
    expect(slot(earlier)).toEqual(refusedFor(retryAfterSeconds));
  });

  it('is refused after ten within a day, until the first of them is a day old', () => {
    const spread = Array.from({ length: 10 }, (_, index) => -86_399 + index * 5_000);
    expect(slot(spread)).toEqual(refusedFor(1));
    expect(slot(spread, at(999))).toEqual(refusedFor(1));
    expect(slot(spread, at(SECOND))).toEqual({ admitted: true, sendAfter: at(SECOND) });
  });

  it('waits for all earlier ones to leave the hour where a request for two leaves no room in a limit of one', () => {
    const none = { ...limits, perHour: 0 };
    expect(nextMessageSlot([at(-3_000 * SECOND), at(-600 * SECOND)], NOW, none)).toEqual(refusedFor(3_000));
    expect(nextMessageSlot([at(-5_000 * SECOND), at(-3_600 * SECOND)], NOW, none)).toEqual(sendsAfter(0));
    expect(nextMessageSlot([], NOW, none)).toEqual(sendsAfter(0));
  });

  it('has both limits to obey: the later one says when', () => {
    const tenADay = [
      ...Array.from({ length: 5 }, (_, index) => -80_000 + index * 1_000),
      -3_000,
      -2_000,
      -1_000,
      -500,
      -100,
    ];
    expect(slot(tenADay)).toEqual(refusedFor(6_400));
  });

  it('never makes a window hold more than its limit, however it slides, nor two messages closer than the gap', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 2 * HOUR }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pauses, (milliseconds) => {
        const sent: Date[] = [];
        let now = NOW.getTime();
        for (const pause of milliseconds) {
          now += pause;
          const next = nextMessageSlot(
            sent.filter((time) => time.getTime() > now - 24 * HOUR),
            new Date(now),
            limits,
          );
          if (next.admitted) sent.push(next.sendAfter);
        }
        const times = sent.map((time) => time.getTime());
        for (const [index, time] of times.entries()) {
          const within = (ms: number) => times.filter((other) => other > time - ms && other <= time).length;
          expect(within(HOUR)).toBeLessThanOrEqual(limits.perHour);
          expect(within(24 * HOUR)).toBeLessThanOrEqual(limits.perDay);
          expect(time - (times[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(
            limits.gapSeconds * SECOND,
          );
        }
      }),
    );
  });

  it('is admitted at the time that a refusal named', () => {
    const earlier = fc.array(fc.integer({ min: -86_400_000, max: 600_000 }), { maxLength: 15 });
    fc.assert(
      fc.property(earlier, (milliseconds) => {
        const times = milliseconds.sort((a, b) => a - b).map(at);
        const first = nextMessageSlot(times, NOW, limits);
        if (first.admitted) return;
        expect(nextMessageSlot(times, at(first.retryAfterSeconds * SECOND), limits).admitted).toBe(true);
        expect(nextMessageSlot(times, at((first.retryAfterSeconds - 1) * SECOND - 1), limits).admitted).toBe(false);
      }),
    );
  });
});
