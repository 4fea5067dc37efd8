import fc from 'fast-check';
import { type Code, digitsOfNextCode, isOver } from '../../../libs/registration/domain/code/code.js';
import { guessingBound, judgeCode } from '../../../libs/registration/domain/code/judge-code.js';
import { nextMessageSlot } from '../../../libs/registration/domain/message-slot.js';
import { type RegistrationPolicy, standardPolicy, strictPolicy } from '../../../libs/registration/domain/policy.js';

const START = Date.parse('2026-05-01T12:00:00.000Z');
const SEND_TIMEOUT = 10_000;

describe('the guessing bound', () => {
  it('is 3·10⁻⁴ a day for four digits, and three tries at each of ten long codes', () => {
    // 3 tries · 10⁻⁴ + 10 messages · 3 tries · 10⁻⁸
    const bound = guessingBound(standardPolicy.codes.activation, standardPolicy.messages);
    expect(bound).toBeCloseTo(3e-4 + 3e-7, 15);
    expect(bound).toBeLessThanOrEqual(3.003e-4 + Number.EPSILON);
  });

  it('is below one in 300,000 under the strict preset', () => {
    // 3 · 10⁻⁶ + 10 · 3 · 10⁻⁸
    expect(guessingBound(strictPolicy.codes.activation, strictPolicy.messages)).toBeCloseTo(3.3e-6, 15);
  });

  it.each([
    ['codes that are long from the start have no short part', { digits: 8 }, 10 * 3 * 1e-8],
    ['longer ones stay as long as they are', { digits: 10 }, 10 * 3 * 1e-10],
    ['more shared tries', { sharedTries: 6 }, 6e-4 + 3e-7],
    ['more tries at a code', { triesPerCode: 5 }, 3e-4 + 10 * 5 * 1e-8],
  ])('follows the policy: %s', (_, changes, bound) => {
    expect(guessingBound({ ...standardPolicy.codes.activation, ...changes }, standardPolicy.messages)).toBeCloseTo(
      bound,
      15,
    );
  });
});

/** One address with its codes and its tries, kept as the database keeps them, and every comparison ever made. */
class Attacked {
  now = START;
  readonly codes: (Code & { sentAt: number; compared: number[] })[] = [];
  readonly sent: number[] = [];
  readonly shortTries: number[] = [];

  constructor(private readonly policy: RegistrationPolicy) {}

  ask(): void {
    const day = this.sent.filter((time) => time > this.now - 86_400_000).map((time) => new Date(time));
    const slot = nextMessageSlot(day, new Date(this.now), this.policy.messages);
    if (!slot.admitted) return;
    this.sent.push(slot.sendAfter.getTime());
    this.codes.unshift({
      id: String(this.codes.length),
      purpose: 'activation',
      userId: 'ada',
      keyId: 'first',
      digits: digitsOfNextCode(this.policy.codes.activation, this.#usedTries()),
      attempts: 0,
      maxAttempts: this.policy.codes.activation.triesPerCode,
      dispatchedAt: null,
      acceptedAt: null,
      expiresAt: null,
      sentAt: slot.sendAfter.getTime(),
      compared: [],
    });
  }

  /** The worker sends what is due, again where it was not accepted. */
  dispatch(): void {
    for (const [index, code] of this.codes.entries()) {
      if (code.sentAt > this.now || code.acceptedAt || code.attempts >= code.maxAttempts) continue;
      this.codes[index] = {
        ...code,
        digits: Math.max(code.digits, digitsOfNextCode(this.policy.codes.activation, this.#usedTries())),
        dispatchedAt: new Date(this.now),
        expiresAt: new Date(this.now + SEND_TIMEOUT + this.policy.codes.activation.lifeSeconds * 1_000),
      };
    }
  }

  accept(): void {
    for (const [index, code] of this.codes.entries()) {
      if (!code.dispatchedAt || code.acceptedAt) continue;
      const expiresAt = new Date(this.now + this.policy.codes.activation.lifeSeconds * 1_000);
      this.codes[index] = { ...code, acceptedAt: new Date(this.now), expiresAt };
    }
  }

  /** A guess that is wrong, the worst for the bound: it leaves everything open. */
  guess(): void {
    const now = new Date(this.now);
    const compared = new Set<string>();
    const digitsOf = (code: Code) => {
      if (!isOver(code, now)) compared.add(code.id);
      return 'never typed';
    };
    const verdict = judgeCode('typed', this.codes, this.#usedTries(), this.policy.codes.activation, digitsOf, now);
    const charged = verdict.kind === 'exhausted' ? [] : verdict.charge.map(({ id }) => id);
    if ([...compared].join() !== charged.join()) throw new Error(`Compared ${[...compared]}, charged ${charged}`);
    for (const [index, code] of this.codes.entries()) {
      if (!charged.includes(code.id)) continue;
      this.codes[index] = { ...code, attempts: code.attempts + 1, compared: [...code.compared, this.now] };
      if (code.digits < this.policy.codes.activation.longDigits) this.shortTries.push(this.now);
    }
  }

  /** What the guesses within one window ending now could have come to. */
  chance(): number {
    const since = this.now - this.policy.codes.activation.windowSeconds * 1_000;
    const short = this.shortTries.filter((time) => time > since).length * 10 ** -this.policy.codes.activation.digits;
    const long = this.codes
      .filter(
        ({ digits, sentAt }) =>
          digits >= this.policy.codes.activation.longDigits && sentAt > since && sentAt <= this.now,
      )
      .map(({ digits, compared }) => compared.length * 10 ** -digits);
    return long.reduce((sum, chance) => sum + chance, short);
  }

  #usedTries(): number {
    return this.shortTries.filter((time) => time > this.now - this.policy.codes.activation.windowSeconds * 1_000)
      .length;
  }
}

describe('whatever an attacker does', () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant({ kind: 'ask', ms: 0 } as const) },
      { weight: 3, arbitrary: fc.constant({ kind: 'dispatch', ms: 0 } as const) },
      { weight: 2, arbitrary: fc.constant({ kind: 'accept', ms: 0 } as const) },
      { weight: 6, arbitrary: fc.constant({ kind: 'guess', ms: 0 } as const) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60_000 }) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 40_000_000 }) }),
      },
    ),
    { minLength: 50, maxLength: 400, size: 'max' },
  );

  it.each([
    ['standard', standardPolicy],
    ['strict', strictPolicy],
    [
      'with many tries at a code',
      {
        ...standardPolicy,
        codes: { ...standardPolicy.codes, activation: { ...standardPolicy.codes.activation, triesPerCode: 10 } },
      },
    ],
  ])('no comparison goes uncharged and no window exceeds the bound: %s', (_, policy) => {
    const bound = guessingBound(policy.codes.activation, policy.messages);
    fc.assert(
      fc.property(steps, (attack) => {
        const attacked = new Attacked(policy);
        let chance = 0;
        for (const { kind, ms } of attack) {
          if (kind === 'wait') attacked.now += ms;
          else attacked[kind]();
          if (kind === 'guess') chance = Math.max(chance, attacked.chance());
        }
        expect(chance).toBeLessThanOrEqual(bound + Number.EPSILON);
        expect(Math.max(0, ...attacked.codes.map(({ compared }) => compared.length))).toBeLessThanOrEqual(
          policy.codes.activation.triesPerCode,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('the bound is reached: three short tries, then three at each of ten long codes', () => {
    const attacked = new Attacked(standardPolicy);
    for (let message = 0; message < 11; message++) {
      attacked.ask();
      attacked.dispatch();
      attacked.accept();
      for (let guess = 0; guess < 5; guess++) attacked.guess();
      attacked.now += 2 * 3_600_000;
    }
    expect(attacked.codes.filter(({ digits }) => digits === 8)).toHaveLength(9);
    expect(attacked.chance()).toBeCloseTo(3e-4 + 9 * 3e-8, 15);
  });
});
