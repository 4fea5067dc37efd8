import { err, type FieldError, ok, type Result, type UnfinishedEvent } from '@gatehouse/kernel';
import type { RegistrationSuperseded, UserImported } from '../../contract/events.js';
import type { EmailAddress } from '../email-address.js';
import type { PersonalDetails } from './personal-details.js';
import type { AcceptedTerms } from './terms.js';

/** What another system says of a person, as far as it was found to be well-formed. */
export interface ForeignUser {
  readonly id: string;
  readonly email: EmailAddress;
  readonly emailVerified: boolean;
  readonly phoneVerified: boolean;
  readonly details: PersonalDetails;
  /** Null where the person has none there. */
  readonly passwordHash: string | null;
  /** RFC 3339; null where it is not known. */
  readonly createdAt: string | null;
  readonly acceptedTerms: { readonly version: string; readonly acceptedAt: string } | null;
}

/** A person who is an account already, or a registration that waits for the proof of its mailbox. */
export interface UserToImport
  extends Omit<ForeignUser, 'emailVerified' | 'phoneVerified' | 'createdAt' | 'acceptedTerms'> {
  readonly state: 'active' | 'pending';
  readonly createdAt: Date;
  readonly acceptedTerms: AcceptedTerms | null;
  readonly phoneVerified: boolean;
  /** Whether the phone is still to be proven, beside the mailbox. */
  readonly phoneRequired: boolean;
}

/**
 * Imports a person. One whose mailbox is not proven does not own the address: the password and a code open the
 * account, so there has to be a password.
 * @param asksForPhone whether registrations of the application are to prove a phone
 */
export function importUser(
  { emailVerified, phoneVerified, createdAt, acceptedTerms, ...user }: ForeignUser,
  asksForPhone: boolean,
  now: Date,
): Result<UserToImport, FieldError[]> {
  const state = emailVerified ? 'active' : 'pending';
  const signedUp = createdAt === null ? now : new Date(createdAt);
  const terms = acceptedTerms && { version: acceptedTerms.version, acceptedAt: new Date(acceptedTerms.acceptedAt) };
  const phoneRequired = state === 'pending' && asksForPhone;
  const needsPhone = phoneRequired || phoneVerified;
  const faults: FieldError[] = [
    ...(isPast(signedUp, now) ? [] : [fault('/createdAt', 'created-at-invalid')]),
    ...(terms === null || isPast(terms.acceptedAt, now)
      ? []
      : [fault('/acceptedTerms/acceptedAt', 'accepted-at-invalid')]),
    ...(state === 'pending' && user.passwordHash === null ? [missing('/passwordHash')] : []),
    ...(needsPhone && user.details.phone === null ? [missing('/phone')] : []),
  ];
  return faults.length > 0
    ? err(faults)
    : ok({ ...user, state, createdAt: signedUp, acceptedTerms: terms, phoneVerified, phoneRequired });
}

/** No account is older. */
const EARLIEST = new Date('1970-01-01T00:00:00Z');

const isPast = (time: Date, now: Date): boolean => time >= EARLIEST && time <= now;

const fault = (pointer: string, code: string): FieldError => ({ pointer, code, message: 'Must be in the past' });

const missing = (pointer: string): FieldError => ({
  pointer,
  code: 'field-required',
  message: 'This field is required',
});

/** What happens to everybody who is taken over, and to pending registrations of an address that gets its owner so. */
export interface ImportEvents {
  readonly imported: UnfinishedEvent<UserImported, keyof UserImported['data']>;
  readonly superseded: UnfinishedEvent<RegistrationSuperseded, keyof RegistrationSuperseded['data']>;
}

export const importEvents: ImportEvents = {
  imported: { type: 'user.imported.v1', data: {}, awaits: ['userId', 'state', 'email', 'locale'] },
  superseded: { type: 'registration.superseded.v1', data: {}, awaits: ['userId', 'supersededBy'] },
};
