import fc from 'fast-check';

/** Few of each, so that they meet. */
export const ADDRESSES = ['ada@example.org', 'bob@example.org', 'cleo@example.org', 'dan@example.org'] as const;
export const PASSWORDS = ['nine seven lanterns', 'eleven quiet harbours', 'twelve loud lighthouses'] as const;
export const PHONES = ['+33612345678', '+33612345679'] as const;

/** How a code is typed in. */
export type Typing = 'right' | 'wrong' | 'of-another-code' | 'with-another-password';

/**
 * What somebody does, as far as it can be said before it is known what there is by then: codes, tokens and sessions
 * are counted from the latest.
 */
export type Step =
  | { readonly kind: 'sign-up'; readonly who: number; readonly password: number }
  | { readonly kind: 'ask-again'; readonly who: number }
  | { readonly kind: 'dispatch' | 'start' | 'abandon'; readonly code: number }
  | { readonly kind: 'activate'; readonly code: number; readonly typing: Typing }
  /** Null: with the password that is right. */
  | { readonly kind: 'sign-in'; readonly who: number; readonly password: number | null }
  | { readonly kind: 'refresh'; readonly token: number }
  | { readonly kind: 'sign-out'; readonly session: number }
  | {
      readonly kind: 'change-password';
      readonly session: number;
      readonly current: number | null;
      readonly next: number;
    }
  | { readonly kind: 'change-phone'; readonly session: number; readonly phone: number }
  | { readonly kind: 'send-phone-code'; readonly session: number; readonly phone: number }
  | {
      readonly kind: 'verify-phone' | 'verify-email';
      readonly session: number;
      readonly code: number;
      readonly typing: Typing;
    }
  /** To one of the addresses, which may be anybody's. */
  | { readonly kind: 'ask-email'; readonly session: number; readonly to: number; readonly current: number | null }
  /** By the link that went to the former mailbox: the latest change first. */
  | { readonly kind: 'undo-email'; readonly change: number }
  | { readonly kind: 'ask-reset'; readonly who: number }
  | { readonly kind: 'reset'; readonly code: number; readonly typing: Typing; readonly next: number }
  /** First those to whom it makes a difference, the latest before the others. */
  | { readonly kind: 'suspend' | 'resume' | 'erase'; readonly user: number }
  | { readonly kind: 'hand-on-events' }
  | { readonly kind: 'wait'; readonly ms: number };

export const below = (count: number) => fc.nat({ max: count - 1 });
export const who = below(ADDRESSES.length);
export const password = below(PASSWORDS.length);
export const mostlyRight = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, password);
/** Mostly the first that comes to mind. */
const recent = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: below(3) }, below(20));
export const typing = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Typing>('right') },
  { weight: 2, arbitrary: fc.constant<Typing>('wrong') },
  fc.constantFrom<Typing>('of-another-code', 'with-another-password'),
);
/** The ends of what has an end: a retry, a code of each purpose, the send timeout, a day. */
export const pause = fc.oneof(
  fc.constantFrom(1, 9_999, 10_000, 29_999, 59_999, 60_000, 69_999, 70_000, 299_999, 300_000),
  fc.constantFrom(599_999, 600_000, 609_999, 610_000, 3_600_000, 86_400_000),
  fc.integer({ min: 1, max: 120_000 }),
);

export const is = <K extends Step['kind']>(kind: K) => fc.constant(kind);

const resetting = fc.record({ kind: is('reset'), code: recent, typing, next: password });
const asking = fc.record({ kind: is('ask-email'), session: recent, to: who, current: mostlyRight });
/** Erased seldom, because little can happen afterwards. */
const closing = fc.record({
  kind: fc.constantFrom('suspend' as const, 'suspend' as const, 'resume' as const, 'resume' as const, 'erase' as const),
  user: recent,
});

/** With weights by which stories go on rather than start again. */
const WEIGHTED = [
  { weight: 3, arbitrary: fc.record({ kind: is('sign-up'), who, password }) },
  { weight: 1, arbitrary: fc.record({ kind: is('ask-again'), who }) },
  { weight: 6, arbitrary: fc.record({ kind: is('dispatch'), code: recent }) },
  { weight: 4, arbitrary: fc.record({ kind: is('start'), code: recent }) },
  { weight: 1, arbitrary: fc.record({ kind: is('abandon'), code: recent }) },
  { weight: 8, arbitrary: fc.record({ kind: is('activate'), code: recent, typing }) },
  { weight: 6, arbitrary: fc.record({ kind: is('sign-in'), who, password: mostlyRight }) },
  { weight: 5, arbitrary: fc.record({ kind: is('refresh'), token: recent }) },
  { weight: 1, arbitrary: fc.record({ kind: is('sign-out'), session: recent }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: is('change-password'), session: recent, current: mostlyRight, next: password }),
  },
  { weight: 1, arbitrary: fc.record({ kind: is('change-phone'), session: recent, phone: below(PHONES.length + 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: is('send-phone-code'), session: recent, phone: below(PHONES.length) }) },
  { weight: 3, arbitrary: fc.record({ kind: is('verify-phone'), session: recent, code: recent, typing }) },
  { weight: 2, arbitrary: asking },
  { weight: 3, arbitrary: fc.record({ kind: is('verify-email'), session: recent, code: recent, typing }) },
  { weight: 2, arbitrary: fc.record({ kind: is('undo-email'), change: recent }) },
  { weight: 2, arbitrary: fc.record({ kind: is('ask-reset'), who }) },
  { weight: 3, arbitrary: resetting },
  { weight: 2, arbitrary: closing },
  { weight: 2, arbitrary: fc.record({ kind: is('hand-on-events') }) },
  { weight: 3, arbitrary: fc.record({ kind: is('wait'), ms: pause }) },
] as const satisfies readonly fc.WeightedArbitrary<Step>[];

/** Somebody signs up and in without a hitch: what most of the later steps need. */
export const joining: fc.Arbitrary<readonly Step[]> = fc
  .record({ who, password })
  .map(({ who: person, password: word }) => [
    { kind: 'sign-up', who: person, password: word },
    { kind: 'dispatch', code: 0 },
    { kind: 'start', code: 0 },
    { kind: 'activate', code: 0, typing: 'right' },
    { kind: 'sign-in', who: person, password: null },
  ]);

export const anyStep: fc.Arbitrary<Step> = fc.oneof(...WEIGHTED);

/** The same step by several at once is what races are made of. */
export const stepsAtOnce: fc.Arbitrary<readonly Step[]> = fc.oneof(
  fc.tuple(anyStep, fc.integer({ min: 2, max: 4 })).map(([step, count]) => Array<Step>(count).fill(step)),
  fc.array(anyStep, { minLength: 2, maxLength: 4 }),
);
