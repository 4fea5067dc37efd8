import { uuidV7 } from '@gatehouse/platform/ids';
import type { NewRegistration } from '../../../libs/registration/application/ports/registrations.js';
import { activationCodeOf } from '../../../libs/registration/domain/code/activation-code.js';
import { issueCode } from '../../../libs/registration/domain/code/code.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { registerUser } from '../../../libs/registration/domain/user/user.js';

/** What a sign-up writes, without the hashing: for tests of the statements themselves. */
export function newRegistration(typed: string): NewRegistration {
  const email = EmailAddress.parse(typed);
  if (!email.ok) throw new Error(email.error);
  const details = { name: null, surname: null, phone: null, hobbies: [], birthDate: null, locale: null };
  const id = uuidV7.next();
  const user = { id, application: 'default', email: email.value, passwordHash: 'of no password', details };
  return { ...registerUser(user, uuidV7.next()), activation: newActivationCode(id) };
}

/** Another code of a registration. */
export const newActivationCode = (userId: string, eventId = uuidV7.next()) =>
  issueCode(
    { id: uuidV7.next(), keyId: 'first', eventId },
    userId,
    activationCodeOf(userId),
    standardPolicy.codes.activation,
    0,
  );
