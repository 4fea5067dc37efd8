import type { Schemas } from '../../api/administration.js';

type Purpose = Schemas['UserCode']['purpose'];

/** What codes are for, and where a policy has their settings. */
export const PURPOSES = [
  { purpose: 'activation', label: 'Activation', pointer: '/policy/code' },
  { purpose: 'phone', label: 'Phone', pointer: '/policy/codes/phone' },
  { purpose: 'email-change', label: 'Change of address', pointer: '/policy/codes/email-change' },
  { purpose: 'password-reset', label: 'Password reset', pointer: '/policy/codes/password-reset' },
] as const satisfies readonly { readonly purpose: Purpose; readonly label: string; readonly pointer: string }[];
