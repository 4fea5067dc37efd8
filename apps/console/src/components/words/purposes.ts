import type { Schemas } from '../../api/administration.js';

interface PurposeWords {
  readonly purpose: Schemas['UserCode']['purpose'];
  /** In a list. */
  readonly label: string;
  /** After “a code for”. */
  readonly object: string;
  /** Where a policy has its settings. */
  readonly pointer: string;
}

/** What codes are for. */
export const PURPOSES = [
  { purpose: 'activation', label: 'Activation', object: 'activation', pointer: '/policy/code' },
  { purpose: 'phone', label: 'Phone', object: 'the phone', pointer: '/policy/codes/phone' },
  {
    purpose: 'email-change',
    label: 'Change of address',
    object: 'a new email address',
    pointer: '/policy/codes/email-change',
  },
  {
    purpose: 'password-reset',
    label: 'Password reset',
    object: 'a password reset',
    pointer: '/policy/codes/password-reset',
  },
] as const satisfies readonly PurposeWords[];

/** As it reads after “a code for”. One that the console does not know is shown by its name. */
export const purposeName = (purpose: string): string =>
  PURPOSES.find((known) => known.purpose === purpose)?.object ?? purpose;
