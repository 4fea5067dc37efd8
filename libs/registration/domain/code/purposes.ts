import type { CodePurpose, NoticeKind } from '../../contract/events.js';
import type { UserState } from '../user/user.js';

export type { CodePurpose };

/** What sets the codes of one purpose apart. A new purpose is one more row of `purposes`. */
export interface Purpose {
  readonly channel: 'mail' | 'sms';
  /**
   * Who holds a code: the user that it was issued for; or an address, which is its owner's by the time the code is sent,
   * so that asking for one reveals nothing (ADR-0028).
   */
  readonly holder: 'user' | 'address';
  /** Where its user may stand for a code to be issued, sent and used. */
  readonly admits: readonly UserState[];
  /** It proves an address that no other account may own: if one does, its owner is notified instead. */
  readonly claimsAddress: boolean;
  /** It is void once the password is another one than it was asked with. */
  readonly endsWithPassword: boolean;
  /** Counts the latest code of its own, if that alone makes the next one wait; null where any message to the recipient does. */
  readonly gapBucket: string | null;
  /** Counts the tries that all short codes of one address or phone share. */
  readonly triesBucket: string;
  /** Notices to the account's owner: that a code was requested, and that it was used. */
  readonly noticeOfRequest: NoticeKind | null;
  readonly noticeOfProof: NoticeKind | null;
  /** By policy, unless an application says otherwise. `longDigits`: once the shared tries are spent. */
  readonly standard: { readonly digits: number; readonly lifeSeconds: number; readonly longDigits: number };
}

export const purposes = {
  activation: {
    channel: 'mail',
    holder: 'user',
    admits: ['pending'],
    claimsAddress: true,
    endsWithPassword: false,
    gapBucket: null,
    triesBucket: 'short-code-tries',
    noticeOfRequest: null,
    noticeOfProof: null,
    standard: { digits: 4, lifeSeconds: 60, longDigits: 8 },
  },
  phone: {
    channel: 'sms',
    holder: 'user',
    // Also a registration that another one has overtaken: the holder of the phone must not see it.
    admits: ['pending', 'superseded', 'active'],
    claimsAddress: false,
    endsWithPassword: false,
    gapBucket: null,
    triesBucket: 'short-code-tries:phone',
    noticeOfRequest: null,
    noticeOfProof: null,
    standard: { digits: 6, lifeSeconds: 300, longDigits: 6 },
  },
  'email-change': {
    channel: 'mail',
    holder: 'user',
    admits: ['active'],
    claimsAddress: true,
    endsWithPassword: true,
    gapBucket: null,
    triesBucket: 'short-code-tries:email-change',
    noticeOfRequest: 'email-changing',
    noticeOfProof: 'email-changed',
    standard: { digits: 6, lifeSeconds: 300, longDigits: 6 },
  },
  'password-reset': {
    channel: 'mail',
    holder: 'address',
    admits: ['active'],
    claimsAddress: false,
    endsWithPassword: false,
    // It is the way out that a warning names: no mail but an earlier reset makes it wait (ADR-0060).
    gapBucket: 'resets-to-recipient',
    triesBucket: 'short-code-tries:password-reset',
    noticeOfRequest: null,
    noticeOfProof: 'password-reset',
    standard: { digits: 8, lifeSeconds: 600, longDigits: 8 },
  },
} as const satisfies Readonly<Record<CodePurpose, Purpose>>;

/** Purposes whose rows have this in common. */
export type PurposeWith<Row extends Partial<Purpose>> = {
  [P in CodePurpose]: (typeof purposes)[P] extends Row ? P : never;
}[CodePurpose];

export const isTexted = (purpose: CodePurpose): purpose is PurposeWith<{ channel: 'sms' }> =>
  purposes[purpose].channel === 'sms';

export const claimsAddress = (purpose: CodePurpose): purpose is PurposeWith<{ claimsAddress: true }> =>
  purposes[purpose].claimsAddress;

/** Answers one value for each purpose. */
export const forEachPurpose = <T>(of: (purpose: CodePurpose) => T): Readonly<Record<CodePurpose, T>> =>
  Object.fromEntries(
    (Object.keys(purposes) as CodePurpose[]).map((purpose) => [purpose, of(purpose)] as const),
  ) as Record<CodePurpose, T>;

/** How many digits a policy gives to the code of a password reset. */
export const resetCodeDigits = ({
  codes,
}: {
  readonly codes: Readonly<Record<CodePurpose, { readonly digits: number }>>;
}) => codes['password-reset'].digits;
