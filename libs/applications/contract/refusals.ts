import type { Refusal } from '@gatehouse/kernel';

/** Every "no" of this context, with what it means. The HTTP status stands in adapters/express. */
export const applicationsRefusals = {
  'validation-failed': 'Some fields do not meet their rules',
  'slug-taken': 'Another application has this slug',
  'application-not-found': 'There is no such application',
  'grant-exceeded': 'The operator has not granted this to the application',
  'key-unknown': 'There is no such key, or none any more',
  'key-scope-refused': 'A key cannot give another key scopes that it does not have',
  'too-many-keys': 'The application has as many keys as it may have: revoke one first',
} as const;

export type ApplicationsRefusalCode = keyof typeof applicationsRefusals;
export type ApplicationsRefusal<Code extends ApplicationsRefusalCode = ApplicationsRefusalCode> = Refusal<Code>;
