import type { BusAnswer } from '@gatehouse/platform/nats';
import { judgeDelivery } from '../../../libs/platform/nats/judge-delivery.js';

const problem = (status: number, code: string, retryAfterSeconds: number | null = null): BusAnswer => ({
  ok: false,
  requestId: 'request',
  problem: { type: `/problems/${code}`, title: code, status, code, requestId: 'request' },
  retryAfterSeconds,
});
const FRESH = { attempt: 1, ageMs: 0 };
const DAY = 86_400_000;

describe('a durable command', () => {
  it('is done when it is done', () => {
    expect(judgeDelivery({ ok: true, requestId: 'request', replayed: true, body: null }, FRESH)).toEqual({
      kind: 'done',
    });
  });

  it.each([400, 401, 404, 409, 410, 413, 415, 422])('that is refused with %i is dead at once', (status) => {
    const answer = problem(status, 'no');
    expect(judgeDelivery(answer, FRESH)).toEqual({ kind: 'dead', problem: !answer.ok && answer.problem });
  });

  it.each([
    [429, 'throttled'],
    [503, 'busy'],
    [500, 'internal'],
    [409, 'idempotency-in-flight'],
  ])('that fails with %i %s comes again', (status, code) => {
    expect(judgeDelivery(problem(status, code), FRESH, 0)).toEqual({ kind: 'again', afterMs: 1_000 });
  });

  it('comes again ever later, to ten minutes, not all at one moment, and not before it may', () => {
    const pauses = [1, 2, 3, 9, 10, 11, 500].map((attempt) =>
      judgeDelivery(problem(503, 'busy'), { attempt, ageMs: 0 }, 0),
    );
    expect(pauses.map((verdict) => verdict.kind === 'again' && verdict.afterMs / 1_000)).toEqual([
      1, 2, 4, 256, 512, 600, 600,
    ]);
    expect(judgeDelivery(problem(429, 'throttled', 30), FRESH, 0)).toEqual({ kind: 'again', afterMs: 30_000 });
    expect(judgeDelivery(problem(429, 'throttled', 30), FRESH, 1)).toEqual({ kind: 'again', afterMs: 37_500 });
  });

  it('is tried for a day where it may pass, and ten times where it makes us fail', () => {
    expect(judgeDelivery(problem(503, 'busy'), { attempt: 99, ageMs: DAY - 1 }).kind).toBe('again');
    expect(judgeDelivery(problem(503, 'busy'), { attempt: 2, ageMs: DAY }).kind).toBe('dead');
    expect(judgeDelivery(problem(500, 'internal'), { attempt: 9, ageMs: 0 }).kind).toBe('again');
    expect(judgeDelivery(problem(500, 'internal'), { attempt: 10, ageMs: 0 }).kind).toBe('dead');
  });
});
