import type { NewEvent, UnfinishedEvent } from '@gatehouse/kernel';
import type {
  AuthenticationFailed,
  NoticeIssued,
  NoticeKind,
  RegistrationExpired,
  UserEmailChanged,
  UserEmailChangeRequested,
  UserEmailChangeUndone,
  UserErased,
  UserPasswordChanged,
  UserPasswordReset,
  UserPhoneVerified,
  UserResumed,
  UserSuspended,
} from '../../contract/events.js';

/** @param keptSession the only session that lives on, if any */
export const passwordChanged = (
  id: string,
  userId: string,
  keptSession: string | null,
): NewEvent<UnfinishedEvent<UserPasswordChanged, 'credentialsVersion'>> => ({
  id,
  subject: userId,
  type: 'user.password-changed.v1',
  data: { userId, keptSession },
  awaits: ['credentialsVersion'],
});

/** @param credentialsVersion from now on */
export const passwordReset = (id: string, userId: string, credentialsVersion: number): NewEvent<UserPasswordReset> => ({
  id,
  subject: userId,
  type: 'user.password-reset.v1',
  data: { userId, credentialsVersion, keptSession: null },
});

export const phoneVerified = (id: string, userId: string): NewEvent<UserPhoneVerified> => ({
  id,
  subject: userId,
  type: 'user.phone-verified.v1',
  data: { userId },
});

export const emailChangeRequested = (id: string, userId: string): NewEvent<UserEmailChangeRequested> => ({
  id,
  subject: userId,
  type: 'user.email-change-requested.v1',
  data: { userId },
});

/** @param email as it is shown from now on */
export const emailChanged = (id: string, userId: string, email: string): NewEvent<UserEmailChanged> => ({
  id,
  subject: userId,
  type: 'user.email-changed.v1',
  data: { userId, email },
});

/** How long the former mailbox may undo a change of address. */
export const UNDO_SECONDS = 72 * 3_600;

/** @param credentialsVersion from now on */
export const emailChangeUndone = (
  id: string,
  { userId, email, credentialsVersion }: Pick<UserEmailChangeUndone['data'], 'userId' | 'email' | 'credentialsVersion'>,
): NewEvent<UserEmailChangeUndone> => ({
  id,
  subject: userId,
  type: 'user.email-change-undone.v1',
  data: { userId, email, credentialsVersion, keptSession: null },
});

export const userSuspended = (
  id: string,
  userId: string,
  reason: string,
): NewEvent<UnfinishedEvent<UserSuspended, 'credentialsVersion'>> => ({
  id,
  subject: userId,
  type: 'user.suspended.v1',
  data: { userId, reason, keptSession: null },
  awaits: ['credentialsVersion'],
});

export const userResumed = (id: string, userId: string): NewEvent<UserResumed> => ({
  id,
  subject: userId,
  type: 'user.resumed.v1',
  data: { userId },
});

/** Of everybody who goes: with the owner of an address all who have begun something with it. */
export const userErased: UnfinishedEvent<UserErased, 'userId'> = {
  type: 'user.erased.v1',
  data: {},
  awaits: ['userId'],
};

/** Of each registration whose day is over. */
export const registrationExpired: UnfinishedEvent<RegistrationExpired, 'userId'> = {
  type: 'registration.expired.v1',
  data: {},
  awaits: ['userId'],
};

export type FailureReason = AuthenticationFailed['data']['reason'];

/**
 * Somebody failed to prove who they are. What they typed as an address is not in it: it may be a password.
 * @param userId whose address it was; null for an address without an account: the event's subject is then its own id
 */
export const authenticationFailed = (
  id: string,
  userId: string | null,
  network: string | null,
  reason: FailureReason,
): NewEvent<AuthenticationFailed> => ({
  id,
  subject: userId ?? id,
  type: 'authentication.failed.v1',
  data: { userId, network, reason },
});

/** A mail that notifies an account's owner of a change, at the address that the account had at that time. */
export interface IssuedNotice {
  readonly id: string;
  readonly userId: string;
  readonly kind: NoticeKind;
  /** The change of address that it is about, if it does. */
  readonly changeId: string | null;
}

export const issueNotice = (
  { id, eventId }: { readonly id: string; readonly eventId: string },
  userId: string,
  kind: NoticeKind,
  changeId: string | null = null,
): { readonly notice: IssuedNotice; readonly event: NewEvent<NoticeIssued> } => ({
  notice: { id, userId, kind, changeId },
  event: { id: eventId, subject: userId, type: 'notice.issued.v1', data: { noticeId: id, userId, kind } },
});
