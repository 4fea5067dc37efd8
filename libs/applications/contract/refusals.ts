import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in operations/problems.ts. */
export const applicationsRefusals = {
  'validation-failed': 'Some fields are invalid',
  'slug-taken': 'This slug is already taken',
  'application-not-found': 'Application not found',
  'grant-exceeded': 'The operator has not granted this to the application',
  'key-unknown': 'Key not found',
  'key-scope-refused': 'A key cannot grant scopes that it does not have',
  'too-many-keys': 'The application has reached its limit of keys. Revoke one first',
} as const;

export type ApplicationsRefusalCode = keyof typeof applicationsRefusals;
export type ApplicationsRefusal<Code extends ApplicationsRefusalCode = ApplicationsRefusalCode> = Refusal<Code>;
