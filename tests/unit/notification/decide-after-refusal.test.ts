import { decideAfterRefusal } from '../../../libs/notification/domain/message/decide-after-refusal.js';
import {
  type DeliveryPolicy,
  defaultDeliveryPolicy,
  noticeDeliveryPolicy,
} from '../../../libs/notification/domain/message/delivery.js';

const NOW = new Date('2026-05-01T12:00:00.000Z');
const inSeconds = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const circumstances = { attempts: 1, now: NOW, deadline: inSeconds(600), random: 0 };
const ALMOST_ONE = 1 - Number.EPSILON;

describe('after a refusal that may pass', () => {
  it.each([
    { attempts: 1, shortest: 0.25, longest: 0.5 },
    { attempts: 2, shortest: 0.5, longest: 1 },
    { attempts: 3, shortest: 1, longest: 2 },
    { attempts: 4, shortest: 2, longest: 4 },
    { attempts: 7, shortest: 16, longest: 32 },
    { attempts: 8, shortest: 30, longest: 60 },
    { attempts: 9, shortest: 30, longest: 60 },
    { attempts: 5_000, shortest: 30, longest: 60 },
  ])('attempt $attempts is followed by a wait of $shortest to $longest s', ({ attempts, shortest, longest }) => {
    const early = decideAfterRefusal({ retryable: true }, { ...circumstances, attempts, random: 0 });
    const late = decideAfterRefusal({ retryable: true }, { ...circumstances, attempts, random: ALMOST_ONE });
    expect(early).toEqual({ kind: 'retry', at: inSeconds(shortest) });
    expect(late).toEqual({ kind: 'retry', at: inSeconds(longest) });
  });

  it('shortens the wait near the deadline, so that the message is tried once more before it', () => {
    const near = { ...circumstances, attempts: 12, deadline: inSeconds(20) };
    expect(decideAfterRefusal({ retryable: true }, { ...near, random: 0 })).toEqual({
      kind: 'retry',
      at: inSeconds(10),
    });
    expect(decideAfterRefusal({ retryable: true }, { ...near, random: ALMOST_ONE })).toEqual({
      kind: 'retry',
      at: new Date(near.deadline.getTime() - 1),
    });
  });

  it('is tried once more with just the first wait left', () => {
    const decision = decideAfterRefusal({ retryable: true }, { ...circumstances, deadline: inSeconds(0.5) });
    expect(decision).toEqual({ kind: 'retry', at: inSeconds(0.25) });
  });

  it.each([0.499, 0.001, 0, -1, -3600])('gives up with %d s left', (left) => {
    const decision = decideAfterRefusal({ retryable: true }, { ...circumstances, deadline: inSeconds(left) });
    expect(decision).toEqual({ kind: 'dead', reason: 'deadline-passed' });
  });

  it('ends, whatever the dice say', () => {
    for (const random of [0, 0.37, ALMOST_ONE]) {
      let now = NOW;
      let attempts = 0;
      for (;;) {
        attempts += 1;
        const decision = decideAfterRefusal({ retryable: true }, { ...circumstances, attempts, now, random });
        if (decision.kind === 'dead') break;
        expect(decision.at.getTime()).toBeGreaterThan(now.getTime());
        expect(decision.at.getTime()).toBeLessThan(circumstances.deadline.getTime());
        now = decision.at;
      }
      expect(attempts).toBeLessThan(45);
      expect(now.getTime()).toBeGreaterThan(inSeconds(599).getTime());
    }
  });
});

describe('after an outcome that nobody knows', () => {
  const attemptsOf = (policy: DeliveryPolicy, random: number): number => {
    const deadline = inSeconds(policy.deadlineSeconds);
    let now = NOW;
    for (let attempts = 1; ; attempts += 1) {
      const decision = decideAfterRefusal(
        { retryable: true, mayBeTaken: true },
        { attempts, now, deadline, random },
        policy,
      );
      if (decision.kind === 'dead' || decision.at.getTime() >= deadline.getTime() - 1) return attempts;
      now = decision.at;
    }
  };

  it('the first attempts come as fast as after any other', () => {
    for (const attempts of [1, 2, 7]) {
      const given = { ...circumstances, attempts };
      expect(decideAfterRefusal({ retryable: true, mayBeTaken: true }, given)).toEqual(
        decideAfterRefusal({ retryable: true }, given),
      );
    }
  });

  it('the waits of the first seven shrink near the deadline, as after any other', () => {
    const near = { ...circumstances, attempts: 7, deadline: inSeconds(20) };
    expect(decideAfterRefusal({ retryable: true, mayBeTaken: true }, near)).toEqual({
      kind: 'retry',
      at: inSeconds(10),
    });
  });

  it('the waits grow on from the eighth', () => {
    const eighth = { ...circumstances, attempts: 8 };
    expect(decideAfterRefusal({ retryable: true, mayBeTaken: true }, eighth)).toEqual({
      kind: 'retry',
      at: inSeconds(32),
    });
  });

  // docs/providers.md states these figures.
  it.each([
    ['a code', defaultDeliveryPolicy, 16],
    ['a notice', noticeDeliveryPolicy, 23],
  ])('%s is tried a bounded number of times, since each may be one more mail', (_, policy, most) => {
    expect(attemptsOf(policy, 0)).toBe(most);
    expect(attemptsOf(policy, ALMOST_ONE)).toBeLessThan(most);
  });
});

describe('after a refusal with Retry-After', () => {
  it.each([
    { asked: 2, random: 0, waited: 2 },
    { asked: 2, random: 0.5, waited: 2.1 },
    { asked: 120, random: 0, waited: 120 },
    { asked: 599.5, random: ALMOST_ONE, waited: 599.999 },
  ])('waits $waited s when asked for $asked', ({ asked, random, waited }) => {
    const decision = decideAfterRefusal({ retryable: true, retryAfterSeconds: asked }, { ...circumstances, random });
    expect(decision).toEqual({ kind: 'retry', at: inSeconds(waited) });
  });

  it.each([0, 0.1])('waits no less than the back-off when asked for %d s', (asked) => {
    const decision = decideAfterRefusal(
      { retryable: true, retryAfterSeconds: asked },
      { ...circumstances, attempts: 4 },
    );
    expect(decision).toEqual({ kind: 'retry', at: inSeconds(2) });
  });

  it.each([600, 601, 86_400, Number.MAX_SAFE_INTEGER])('gives up at once when asked to wait %d s of 600', (asked) => {
    const decision = decideAfterRefusal({ retryable: true, retryAfterSeconds: asked }, circumstances);
    expect(decision).toEqual({ kind: 'dead', reason: 'deadline-passed' });
  });
});

it('gives a message up that the provider refused for good, whatever else it said', () => {
  const decision = decideAfterRefusal({ retryable: false, retryAfterSeconds: 1 }, circumstances);
  expect(decision).toEqual({ kind: 'dead', reason: 'refused' });
});

it('tells a message whose recipient was refused from one that was refused itself', () => {
  const decision = decideAfterRefusal({ retryable: false, bounce: 'mailbox-unavailable' }, circumstances);
  expect(decision).toEqual({ kind: 'dead', reason: 'bounced' });
});
