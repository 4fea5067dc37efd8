import type { RegistrationEvent } from './events.js';

type FieldsOf<Type extends RegistrationEvent['type']> = keyof Extract<
  RegistrationEvent,
  { readonly type: Type }
>['data'];

/**
 * The fields of each event with personal data. They are nulled in the log when the person is erased; ids and what
 * the service itself has decided stay, because subscribers that have not read the event yet need them.
 */
export const personalFields: { readonly [Type in RegistrationEvent['type']]: readonly FieldsOf<Type>[] } = {
  'user.registered.v1': ['email', 'locale'],
  'user.terms-accepted.v1': [],
  'user.imported.v1': ['email', 'locale'],
  'activation-code.issued.v1': ['country'],
  'user.activated.v1': ['email', 'locale'],
  'user.email-verified.v1': [],
  'registration.superseded.v1': [],
  'user.profile-changed.v1': [],
  'user.password-changed.v1': [],
  'password-reset.requested.v1': [],
  'user.password-reset.v1': [],
  'notice.issued.v1': [],
  'user.email-change-requested.v1': [],
  'user.email-changed.v1': ['email'],
  'user.email-change-undone.v1': ['email'],
  'user.phone-verified.v1': [],
  'user.suspended.v1': ['reason'],
  'user.resumed.v1': [],
  'user.erased.v1': [],
  'registration.expired.v1': [],
  'authentication.failed.v1': ['network'],
  'feedback.given.v1': ['ease', 'text'],
};
