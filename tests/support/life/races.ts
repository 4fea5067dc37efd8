import fc from 'fast-check';
import {
  ADDRESSES,
  below,
  is,
  joining,
  mostlyRight,
  PHONES,
  password,
  pause,
  type Step,
  typing,
  who,
} from './steps.js';

/** What comes before the moment at which several want the same: a code in somebody's hands. */
export interface Race {
  readonly before: readonly Step[];
  readonly atOnce: readonly Step[];
}

const racing = (...steps: readonly fc.Arbitrary<Step>[]): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.oneof(...steps), { minLength: 2, maxLength: 4 });
const moment = fc.record({ kind: is('wait'), ms: pause });
const activating = fc.record({ kind: is('activate'), code: below(2), typing });

/** One or two registrations of one address, a code each, and everybody types. */
const activationRace: fc.Arbitrary<Race> = fc
  .record({
    who,
    count: fc.integer({ min: 1, max: 2 }),
    password,
    ms: pause,
    atOnce: racing(activating, activating, moment),
  })
  .map(({ who: person, count, password: word, ms, atOnce }) => ({
    before: [
      ...Array.from({ length: count }, (_, index): readonly Step[] => [
        { kind: 'sign-up', who: person, password: word + index },
        { kind: 'dispatch', code: 0 },
        { kind: 'start', code: 0 },
      ]).flat(),
      { kind: 'wait', ms: ms % 70_000 },
    ],
    atOnce,
  }));

const verifying = fc.record({ kind: is('verify-phone'), session: fc.constant(0), code: below(2), typing });
const telephoning = fc.record({ kind: is('change-phone'), session: fc.constant(0), phone: below(PHONES.length + 1) });

/** A code by SMS, while its owner types it in and changes their mind about the number. */
const phoneRace: fc.Arbitrary<Race> = fc
  .record({ phone: below(PHONES.length), atOnce: racing(verifying, verifying, telephoning, moment) })
  .map(({ phone, atOnce }) => ({
    before: [
      { kind: 'send-phone-code', session: 0, phone },
      { kind: 'dispatch', code: 0 },
      { kind: 'start', code: 0 },
    ],
    atOnce,
  }));

/** The owner of an address has a code for a new password, while the account is closed, opened, entered or erased. */
const accountRace: fc.Arbitrary<Race> = fc
  .record({
    joined: joining,
    isClosed: fc.boolean(),
    ms: pause,
    atOnce: racing(
      fc.record({ kind: is('reset'), code: fc.constant(0), typing, next: password }),
      fc.record({ kind: fc.constantFrom('suspend' as const, 'resume' as const), user: fc.constant(0) }),
      fc.record({ kind: is('erase'), user: fc.constant(0) }),
      fc.record({ kind: is('sign-in'), who, password: fc.constant(null) }),
      fc.record({ kind: is('refresh'), token: fc.constant(0) }),
      fc.record({ kind: is('change-password'), session: fc.constant(0), current: fc.constant(null), next: password }),
      activating,
      moment,
    ),
  })
  .map(({ joined, isClosed, ms, atOnce }) => {
    const person = personOf(joined);
    return {
      before: [
        ...joined,
        { kind: 'ask-reset', who: person },
        { kind: 'dispatch', code: 0 },
        { kind: 'start', code: 0 },
        ...(isClosed ? ([{ kind: 'suspend', user: 0 }] as const) : []),
        { kind: 'wait', ms: ms % 610_000 },
      ],
      atOnce: atOnce.map((step) => (step.kind === 'sign-in' ? { ...step, who: person } : step)),
    };
  });

const personOf = (joined: readonly Step[]): number =>
  joined.flatMap((step) => (step.kind === 'sign-up' ? [step.who] : []))[0] ?? 0;

const TYPED: Step = { kind: 'verify-email', session: 0, code: 0, typing: 'right' };
const MAILED: readonly Step[] = [
  { kind: 'dispatch', code: 0 },
  { kind: 'start', code: 0 },
];

const moving = (to: number): readonly Step[] => [
  { kind: 'ask-email', session: 0, to, current: null },
  ...MAILED,
  TYPED,
];

const UNDO_MS = 72 * 3_600_000;

/** What may happen to an account between a wish and its code, or a change and its undoing, where the answer is certain. */
const between = fc.constantFrom<readonly Step[]>(
  [],
  [],
  [],
  [{ kind: 'suspend', user: 0 }, TYPED],
  [{ kind: 'suspend', user: 0 }, { kind: 'resume', user: 0 }, TYPED],
  [{ kind: 'change-password', session: 0, current: null, next: 2 }, TYPED],
  [
    { kind: 'wait', ms: UNDO_MS - 1 },
    { kind: 'undo-email', change: 0 },
  ],
  [
    { kind: 'wait', ms: UNDO_MS },
    { kind: 'undo-email', change: 0 },
  ],
);

/**
 * Somebody has a code for another address in their hands, or has just changed to it, while the code is typed in, the
 * link in the former mailbox used, the account closed, erased or entered, and the new address wanted by somebody else.
 */
const addressRace: fc.Arbitrary<Race> = fc
  .record({
    joined: joining,
    away: fc.integer({ min: 1, max: ADDRESSES.length - 1 }),
    /** How often the address was changed before. */
    changes: below(3),
    rival: fc.boolean(),
    between,
    ms: pause,
    atOnce: racing(
      fc.record({ kind: is('verify-email'), session: fc.constant(0), code: fc.constant(0), typing }),
      fc.record({ kind: is('undo-email'), change: below(2) }),
      fc.record({ kind: is('undo-email'), change: fc.constant(0) }),
      fc.record({ kind: is('ask-email'), session: fc.constant(0), to: who, current: mostlyRight }),
      fc.record({ kind: is('change-password'), session: fc.constant(0), current: fc.constant(null), next: password }),
      fc.record({ kind: fc.constantFrom('suspend' as const, 'erase' as const), user: fc.constant(0) }),
      fc.record({ kind: is('sign-in'), who, password: fc.constant(null) }),
      fc.record({ kind: is('refresh'), token: fc.constant(0) }),
      activating,
      moment,
    ),
  })
  .map(({ joined, away, changes, rival, between: steps, ms, atOnce }) => {
    const to = personOf(joined) + away;
    return {
      before: [
        ...joined,
        ...(rival ? [{ kind: 'sign-up', who: to, password: 1 } as const, ...MAILED] : []),
        ...Array.from({ length: changes }, (_, index) => moving(to + index)).flat(),
        ...moving(to + changes).slice(0, -1),
        ...steps,
        { kind: 'wait', ms: ms % 300_000 },
      ],
      atOnce,
    };
  });

export const anyRace: fc.Arbitrary<Race> = fc.oneof(
  { weight: 2, arbitrary: activationRace },
  { weight: 1, arbitrary: phoneRace },
  { weight: 2, arbitrary: accountRace },
  { weight: 3, arbitrary: addressRace },
);
