import type { DomainEvent } from '@gatehouse/kernel';

export type CodePurpose = 'activation';

/** Somebody asked for an account. The address is not proven, and may belong to somebody else. */
export type UserRegistered = DomainEvent<
  'user.registered.v1',
  { readonly userId: string; readonly email: string; readonly locale: string | null }
>;

/** A code is to be sent, not before `sendAfter` (RFC 3339). The digits are in no event. */
export type ActivationCodeIssued = DomainEvent<
  'activation-code.issued.v1',
  {
    readonly codeId: string;
    readonly userId: string;
    readonly purpose: CodePurpose;
    readonly channel: 'mail';
    readonly sendAfter: string;
  }
>;

/** The mailbox is proven: the account is the person's, and owns its address from now on. */
export type UserActivated = DomainEvent<
  'user.activated.v1',
  { readonly userId: string; readonly email: string; readonly locale: string | null }
>;

/** Another registration of the same address was activated; this one is void. */
export type RegistrationSuperseded = DomainEvent<
  'registration.superseded.v1',
  { readonly userId: string; readonly supersededBy: string }
>;

export type RegistrationEvent = UserRegistered | ActivationCodeIssued | UserActivated | RegistrationSuperseded;
