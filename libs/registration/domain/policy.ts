import { type CodePurpose, forEachPurpose, purposes } from './code/purposes.js';
import type { PasswordPolicy } from './password.js';
import type { ProfileRules } from './user/profile-rules.js';

/** What an application demands of registrations. Times in seconds. */
export interface RegistrationPolicy {
  readonly codes: Readonly<Record<CodePurpose, CodePolicy>>;
  readonly password: PasswordPolicy;
  readonly messages: MessageLimits;
  readonly guessing: GuessingLimits;
  readonly sms: SmsPolicy;
  readonly profile: ProfileRules;
  /** The version of the terms that people agree to at sign-up (ADR-0143); null: they are not asked. */
  readonly termsVersion: string | null;
  /** Whether an account needs a proven phone beside its proven mailbox (ADR-0029). */
  readonly requirePhone: boolean;
  /** A sign-up with a taken address is refused as such: anyone can then find out who has an account. */
  readonly revealExistingAccounts: boolean;
  /** People who have just activated are asked how easy it was (ADR-0120). */
  readonly askFeedback: boolean;
}

export interface CodePolicy {
  /** 4 to 10. */
  readonly digits: number;
  /** 30 s to 24 h. */
  readonly lifeSeconds: number;
  readonly triesPerCode: number;
  /** Codes shorter than `longDigits` share this many tries per address or phone in `windowSeconds`; then come long ones. */
  readonly sharedTries: number;
  readonly windowSeconds: number;
  readonly longDigits: number;
}

export interface MessageLimits {
  readonly gapSeconds: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly perNetworkAndHour: number;
  /** To one recipient within 24 hours, over all applications: the operator's ceiling. */
  readonly perDayAnywhere: number;
}

/**
 * What each account may have sent beyond the limits of recipients, by requests that its owner alone can make: strangers
 * cannot use it up.
 */
export const OWN_RESERVE = { perHour: 2, perDay: 3 } as const;

/** Of an IPv6 /48, which is a site with 65,536 networks: ten of them at their limit. */
export const wideNetworkLimit = ({ perNetworkAndHour }: Pick<MessageLimits, 'perNetworkAndHour'>): number =>
  10 * perNetworkAndHour;

export interface SmsPolicy {
  /** Countries to send messages to, as ISO 3166 alpha-2 codes. */
  readonly countries: readonly string[];
  /** Kinds of numbers that get messages. */
  readonly numberTypes: readonly PhoneNumberType[];
  /** Messages of the whole application within 24 hours. */
  readonly perDay: number;
  /** Messages to one range of numbers, which is a number without its last four digits. */
  readonly perRangeAndHour: number;
  /** Numbers of a range, or a country, that have asked before the share of proven ones is judged. */
  readonly rangeSample: number;
  readonly countrySample: number;
  /** A range or country with a smaller share of proven codes within 24 hours is stopped; 0: none is. */
  readonly leastProvenPercent: number;
  readonly stopSeconds: number;
}

/** What a number is for, as libphonenumber reads it from the numbering plans. */
export type PhoneNumberType =
  | 'mobile'
  | 'fixed-line-or-mobile'
  | 'fixed-line'
  | 'voip'
  | 'pager'
  | 'personal-number'
  | 'shared-cost'
  | 'premium-rate'
  | 'toll-free'
  | 'uan'
  | 'voicemail';

export interface GuessingLimits {
  /** Wrong passwords per account and network before delays begin. */
  readonly freeTries: number;
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
  /** Wrong passwords or codes per network within `networkWindowSeconds`. */
  readonly perNetwork: number;
  readonly networkWindowSeconds: number;
}

const HOUR = 3_600;

const standardCode = (purpose: CodePurpose): CodePolicy => ({
  ...purposes[purpose].standard,
  triesPerCode: 3,
  sharedTries: 3,
  windowSeconds: 24 * HOUR,
});

/** The European Economic Area, its neighbours and North America: an SMS costs little there, so fraud earns little (ADR-0026). */
const USUAL_COUNTRIES =
  'AT BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK US'.split(' ');

export const standardPolicy: RegistrationPolicy = {
  codes: forEachPurpose(standardCode),
  password: { minLength: 8, maxLength: 128 },
  messages: { gapSeconds: 30, perHour: 5, perDay: 10, perNetworkAndHour: 30, perDayAnywhere: 20 },
  guessing: {
    freeTries: 5,
    firstDelaySeconds: 15,
    longestDelaySeconds: 900,
    perNetwork: 30,
    networkWindowSeconds: 900,
  },
  sms: {
    countries: USUAL_COUNTRIES,
    numberTypes: ['mobile', 'fixed-line-or-mobile'],
    perDay: 500,
    perRangeAndHour: 20,
    rangeSample: 10,
    countrySample: 100,
    leastProvenPercent: 10,
    stopSeconds: 24 * HOUR,
  },
  profile: { name: 'accepted', surname: 'accepted', phone: 'accepted', birthDate: 'accepted', hobbies: 'accepted' },
  termsVersion: null,
  requirePhone: false,
  revealExistingAccounts: false,
  askFeedback: false,
};

/** What NIST 800-63B-4 and ASVS 6.5.4 ask for (docs/security.md). */
export const strictPolicy: RegistrationPolicy = {
  ...standardPolicy,
  codes: { ...standardPolicy.codes, activation: { ...standardPolicy.codes.activation, digits: 6 } },
  password: { ...standardPolicy.password, minLength: 15 },
};
