import { uuidV7 } from '@gatehouse/platform/ids';
import type { NewRegistration } from '../../../libs/registration/application/ports/registrations.js';
import { issueActivationCode } from '../../../libs/registration/domain/code/activation-code.js';
import { EmailAddress } from '../../../libs/registration/domain/email-address.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { registerUser } from '../../../libs/registration/domain/user/user.js';

/** What a sign-up writes, without the hashing: for tests of the statements themselves. */
export function newRegistration(typed: string): NewRegistration {
  const email = EmailAddress.parse(typed);
  if (!email.ok) throw new Error(email.error);
  const details = { name: null, surname: null, phone: null, hobbies: [], birthDate: null, locale: null };
  const registered = registerUser({
    id: uuidV7.next(),
    application: 'default',
    email: email.value,
    passwordHash: 'of no password',
    details,
  });
  const issued = issueActivationCode(
    { id: uuidV7.next(), keyId: 'first' },
    registered.user.id,
    standardPolicy.codes.activation,
    0,
  );
  return {
    user: registered.user,
    code: issued.code,
    events: [registered.event, issued.event].map((event) => ({ id: uuidV7.next(), ...event })),
  };
}
