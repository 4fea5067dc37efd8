import { uuidV7 } from '@gatehouse/platform/ids';
import type { AddressKey } from '../../../libs/registration/application/ports/charged-tries.js';
import type { CodeTry } from '../../../libs/registration/application/ports/codes.js';
import { standardPolicy } from '../../../libs/registration/domain/policy.js';
import { registrationProven } from '../../../libs/registration/domain/user/prove-registration.js';

/** A wrong try at a registration's activation code, for tests of the statement itself. */
export const wrongTry = (key: AddressKey, codeId: string): CodeTry => ({
  application: key.application,
  purpose: 'activation',
  target: key.email,
  charge: [{ id: codeId, sharesTries: true }],
  holder: null,
  winner: null,
  policy: standardPolicy.codes.activation,
});

/** The right code of a registration that lacks nothing then. */
export function activatingTry(
  key: AddressKey,
  codeId: string,
  registration: { readonly id: string; readonly version: number },
  { charged = { at: '0' }, nextId = () => uuidV7.next() } = {},
): CodeTry {
  const { id } = registration;
  const read = {
    ...registration,
    state: 'pending',
    passwordHash: '',
    emailVerified: false,
    phone: null,
    phoneRequired: false,
    phoneVerified: false,
  } as const;
  const { verified, ...facts } = registrationProven({ proven: [read], activates: id }, 'email', nextId);
  const effect = { kind: 'registration-proven', key, charged, proof: 'email', own: id, activates: id, facts } as const;
  return {
    ...wrongTry(key, codeId),
    winner: { codeId, users: [registration], effect, events: verified, notice: null },
  };
}
