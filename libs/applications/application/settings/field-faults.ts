import { type FieldError, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { ChangeRejection } from '../../domain/application/change-application.js';
import type { GrantFault } from '../../domain/application/grants.js';
import type { FieldFault, SettingsFault } from '../../domain/application/settings-faults.js';

const MESSAGES: Record<SettingsFault, string> = {
  'text-empty': 'Must not be empty',
  'text-unprintable': 'Must not contain control characters',
  'locale-invalid': 'Must be a language tag, such as fr or fr-CA',
  'email-invalid': 'Must be an email address, such as ada@example.com',
  'origin-invalid': 'Must be an origin, such as https://shop.example, without a path',
  'link-base-invalid': 'Must be a URL that starts with https://, without a query or fragment',
  'sender-grant-invalid': 'Must be an email address or a domain, such as shop.example, or * for any',
  'redirect-invalid': 'Must be a complete URL that starts with https://, without a fragment',
};

const fieldErrorOf = ({ pointer, fault }: FieldFault): FieldError => ({
  pointer,
  code: fault,
  message: MESSAGES[fault],
});

const grantErrorOf = ({ pointer, grant, limit }: GrantFault): FieldError => {
  const granted = `${grant}: ${typeof limit === 'number' ? limit : limit.join(' ') || '–'}`;
  return {
    pointer,
    code: 'beyond-grant',
    message: `Must be within the grant ${granted}`,
    values: { limit: granted },
  };
};

const notAnOperator: FieldError = {
  pointer: '/grants',
  code: 'operators-only',
  message: 'Only operators can change grants',
};

/** For what is wrong with fields themselves it does not matter who sends them. */
export const AS_ANYONE = { isOperator: true } as const;

/** Everything that is wrong with the fields of a change, no matter who makes it. */
export const fieldErrorsOf = (changed: Result<unknown, ChangeRejection>): readonly FieldError[] =>
  !changed.ok && changed.error.kind === 'invalid' ? changed.error.faults.map(fieldErrorOf) : [];

/** Why an application cannot be as somebody wants it, in the words of the contract. */
export function refusalOf(fault: ChangeRejection): Refusal<'validation-failed' | 'grant-exceeded'> {
  if (fault.kind === 'invalid') return refusal('validation-failed', { errors: fault.faults.map(fieldErrorOf) });
  return refusal('grant-exceeded', {
    errors: fault.kind === 'not-an-operator' ? [notAnOperator] : fault.faults.map(grantErrorOf),
  });
}
