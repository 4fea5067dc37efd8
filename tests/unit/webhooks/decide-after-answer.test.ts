import {
  type Answer,
  type Circumstances,
  DELIVERY_SECONDS,
  decideAfterAnswer,
} from '../../../libs/webhooks/domain/delivery/decide-after-answer.js';

const NOW = new Date('2026-11-21T09:00:00Z');
const answered = (status: number | null, more: Partial<Answer> = {}): Answer => ({
  status,
  fault: status === null ? 'timeout' : null,
  milliseconds: 10,
  ...more,
});
const decide = (answer: Answer, more: Partial<Circumstances> = {}) =>
  decideAfterAnswer(answer, {
    attempts: 1,
    now: NOW,
    deadline: new Date(NOW.getTime() + DELIVERY_SECONDS * 1_000),
    random: 0,
    ...more,
  });
const waitAfter = (attempts: number, random = 0, answer = answered(503)) => {
  const decision = decide(answer, { attempts, random });
  return decision.kind === 'again' ? (decision.at.getTime() - NOW.getTime()) / 1_000 : decision;
};

describe('a delivery', () => {
  it.each([[200], [201], [202], [204], [299]])('is done after %d', (status) => {
    expect(decide(answered(status))).toEqual({ kind: 'delivered' });
  });

  it('is given up at once after 410', () => {
    expect(decide(answered(410))).toEqual({ kind: 'failed', failure: 'gone' });
  });

  it.each([
    [null],
    [100],
    [199],
    [300],
    [301],
    [302],
    [307],
    [400],
    [401],
    [403],
    [404],
    [409],
    [422],
    [429],
    [500],
    [503],
  ])('is tried again after %s', (status) => {
    expect(decide(answered(status))).toMatchObject({ kind: 'again' });
  });

  it('waits three times as long each time, two hours at most, spread over half of it', () => {
    expect([1, 2, 3, 4].map((attempts) => waitAfter(attempts))).toEqual([2.5, 7.5, 22.5, 67.5]);
    expect(waitAfter(1, 0.999)).toBeCloseTo(5, 1);
    expect([9, 50, 1_000].map((attempts) => waitAfter(attempts))).toEqual([3_600, 3_600, 3_600]);
  });

  it('waits at least as long as the receiver asks for', () => {
    expect(waitAfter(1, 0, answered(429, { retryAfterSeconds: 600 }))).toBe(600);
    expect(waitAfter(1, 0.5, answered(503, { retryAfterSeconds: 600 }))).toBe(630);
    expect(waitAfter(8, 0, answered(503, { retryAfterSeconds: 1 }))).toBe(3_600);
  });

  it('is given up when its day is over before the next attempt', () => {
    const deadline = new Date(NOW.getTime() + 3_000);
    expect(decide(answered(500), { deadline })).toMatchObject({ kind: 'again' });
    expect(decide(answered(500), { deadline, random: 0.9 })).toEqual({ kind: 'failed', failure: 'deadline-passed' });
    const asked = answered(503, { retryAfterSeconds: DELIVERY_SECONDS });
    expect(decide(asked)).toEqual({ kind: 'failed', failure: 'deadline-passed' });
  });

  it('is tried more than a dozen times in its day', () => {
    let [now, attempts] = [NOW, 0];
    const deadline = new Date(NOW.getTime() + DELIVERY_SECONDS * 1_000);
    for (;;) {
      attempts += 1;
      const decision = decide(answered(500), { attempts, now, deadline, random: 0.999 });
      if (decision.kind !== 'again') break;
      now = decision.at;
    }
    expect(attempts).toBeGreaterThan(12);
  });
});
