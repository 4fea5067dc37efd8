import type { DomainEvent } from '@gatehouse/kernel';

/** What a code is to prove. */
export const CODE_PURPOSES = ['activation', 'phone', 'email-change', 'password-reset'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

export const CHANNELS = ['mail', 'sms'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * Someone signed up. The address is not verified and may belong to someone else. Here as in every event,
 * personal data is null once the person is erased.
 */
export type UserRegistered = DomainEvent<
  'user.registered.v1',
  { readonly userId: string; readonly email: string | null; readonly locale: string | null }
>;

/**
 * A person of another system was taken over: as an account, or as a registration that waits for the proof of its mailbox,
 * which `user.activated.v1` reports later.
 */
export type UserImported = DomainEvent<
  'user.imported.v1',
  {
    readonly userId: string;
    readonly state: 'active' | 'pending';
    readonly email: string | null;
    readonly locale: string | null;
  }
>;

/** A person agreed at sign-up to the application's terms, in the version that was shown. */
export type TermsAccepted = DomainEvent<
  'user.terms-accepted.v1',
  { readonly userId: string; readonly version: string }
>;

/** A code is to be sent, not before `sendAfter` (RFC 3339). The digits are in no event. */
export type ActivationCodeIssued = DomainEvent<
  'activation-code.issued.v1',
  {
    readonly codeId: string;
    readonly userId: string;
    readonly purpose: CodePurpose;
    readonly channel: Channel;
    /** Of text messages alone: ISO 3166 alpha-2 code of the phone's country. */
    readonly country?: string | null;
    readonly sendAfter: string;
  }
>;

/** All that was asked for is proven, the mailbox always: the account is the person's, and owns its address from now on. */
export type UserActivated = DomainEvent<
  'user.activated.v1',
  { readonly userId: string; readonly email: string | null; readonly locale: string | null }
>;

/** Another registration of the same address was activated; this one is void. */
export type RegistrationSuperseded = DomainEvent<
  'registration.superseded.v1',
  { readonly userId: string; readonly supersededBy: string }
>;

/** Someone changed their profile. Contains only the names of the fields: what they hold is the profile's. */
export type UserProfileChanged = DomainEvent<
  'user.profile-changed.v1',
  { readonly userId: string; readonly fields: readonly string[] }
>;

/** The account has another password. Sessions of an earlier version are over, but for the one that was kept. */
export type UserPasswordChanged = DomainEvent<
  'user.password-changed.v1',
  { readonly userId: string; readonly credentialsVersion: number; readonly keptSession: string | null }
>;

/**
 * Somebody asked for a new password for an address: whether an account has it must not be disclosed, so the event's subject
 * is the code. What is to be sent, not before `sendAfter` (RFC 3339), is settled when it is sent.
 */
export type PasswordResetRequested = DomainEvent<
  'password-reset.requested.v1',
  { readonly codeId: string; readonly sendAfter: string }
>;

/** The account's owner has a new password by a code from the account's mailbox. Every earlier session is over. */
export type UserPasswordReset = DomainEvent<
  'user.password-reset.v1',
  { readonly userId: string; readonly credentialsVersion: number; readonly keptSession: null }
>;

/** Someone who knows the password requested another address for the account. Nothing has changed yet. */
export type UserEmailChangeRequested = DomainEvent<'user.email-change-requested.v1', { readonly userId: string }>;

/** The account has a new address, verified by a code from its mailbox, or its own address in another spelling. */
export type UserEmailChanged = DomainEvent<
  'user.email-changed.v1',
  { readonly userId: string; readonly email: string | null }
>;

/** The account has a former address again. All sessions and the password are invalid. */
export type UserEmailChangeUndone = DomainEvent<
  'user.email-change-undone.v1',
  {
    readonly userId: string;
    readonly email: string | null;
    readonly credentialsVersion: number;
    readonly keptSession: null;
  }
>;

export const NOTICE_KINDS = [
  'password-changed',
  'password-reset',
  'email-changing',
  'email-changed',
  'email-restored',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The account's owner will be notified by mail of a change. */
export type NoticeIssued = DomainEvent<
  'notice.issued.v1',
  { readonly noticeId: string; readonly userId: string; readonly kind: NoticeKind }
>;

/** The mailbox of a registration is verified, and something else is still missing; else it is `user.activated.v1` that says so. */
export type UserEmailVerified = DomainEvent<'user.email-verified.v1', { readonly userId: string }>;

/** The phone of an account or of a pending registration is verified; the number itself is the profile's. */
export type UserPhoneVerified = DomainEvent<'user.phone-verified.v1', { readonly userId: string }>;

/**
 * The account is closed until it is resumed. Sessions of an earlier version are over. The reason is what anyone who
 * suspended it has written.
 */
export type UserSuspended = DomainEvent<
  'user.suspended.v1',
  {
    readonly userId: string;
    readonly reason: string | null;
    readonly credentialsVersion: number;
    readonly keptSession: null;
  }
>;

/** A suspended account is open again. */
export type UserResumed = DomainEvent<'user.resumed.v1', { readonly userId: string }>;

/**
 * Nothing is left of the person but this id: anyone who has kept more of them, from other events or elsewhere, erases it
 * too. The address is free.
 */
export type UserErased = DomainEvent<'user.erased.v1', { readonly userId: string }>;

/** Nobody activated the registration within a day: it is removed, and personal data in its other events is blank. */
export type RegistrationExpired = DomainEvent<'registration.expired.v1', { readonly userId: string }>;

/**
 * Somebody failed to prove who they are: at a sign-in, or wherever else a password or a code is asked for. `userId` is whose
 * address it was, null for an address without an account; what was typed is in no event. Tries that a throttle has refused are
 * not looked at, and make none.
 */
export type AuthenticationFailed = DomainEvent<
  'authentication.failed.v1',
  {
    readonly userId: string | null;
    readonly network: string | null;
    readonly reason: 'password-wrong' | 'code-wrong' | 'activation-required' | 'account-suspended';
  }
>;

/** Someone said, right after the activation, how easy it was: 1 (very hard) to 5 (very easy), and a line of text. */
export type FeedbackGiven = DomainEvent<
  'feedback.given.v1',
  { readonly userId: string; readonly ease: number | null; readonly text: string | null }
>;

export type RegistrationEvent =
  | UserRegistered
  | TermsAccepted
  | UserImported
  | ActivationCodeIssued
  | UserActivated
  | UserEmailVerified
  | RegistrationSuperseded
  | UserProfileChanged
  | UserPasswordChanged
  | PasswordResetRequested
  | UserPasswordReset
  | NoticeIssued
  | UserEmailChangeRequested
  | UserEmailChanged
  | UserEmailChangeUndone
  | UserPhoneVerified
  | UserSuspended
  | UserResumed
  | UserErased
  | RegistrationExpired
  | AuthenticationFailed
  | FeedbackGiven;

/** The types that somebody follows, by their names. */
export const registrationEventTypes = {
  userRegistered: 'user.registered.v1',
  activationCodeIssued: 'activation-code.issued.v1',
  userActivated: 'user.activated.v1',
  userPhoneVerified: 'user.phone-verified.v1',
  registrationSuperseded: 'registration.superseded.v1',
  userPasswordChanged: 'user.password-changed.v1',
  passwordResetRequested: 'password-reset.requested.v1',
  userPasswordReset: 'user.password-reset.v1',
  noticeIssued: 'notice.issued.v1',
  userEmailChangeUndone: 'user.email-change-undone.v1',
  userSuspended: 'user.suspended.v1',
  userErased: 'user.erased.v1',
  registrationExpired: 'registration.expired.v1',
} as const satisfies Readonly<Record<string, RegistrationEvent['type']>>;

/** The notification context's, which knows this one: here they are known by their types alone. */
export const MESSAGE_SENT = 'message.sent.v1';
export const MESSAGE_DELIVERED = 'message.delivered.v1';
export const MESSAGE_BOUNCED = 'message.bounced.v1';
