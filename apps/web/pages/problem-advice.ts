/** Where a code says more than its status does. */
const BY_CODE: Readonly<Record<string, string>> = {
  'application-unknown': 'missing',
  'validation-failed': 'fields',
  'field-unknown': 'fields',
  'credentials-invalid': 'credentials',
  'password-wrong': 'credentials',
  'origin-not-allowed': 'origin',
  'csrf-token-invalid': 'origin',
  'activation-required': 'activation',
  'user-pending': 'activation',
  'account-suspended': 'suspended',
  'too-many-keys': 'limit',
  'too-many-webhooks': 'limit',
  'code-invalid': 'code',
  'tries-exhausted': 'tries',
  'idempotency-key-invalid': 'key',
  'idempotency-in-flight': 'key',
  'idempotency-key-used': 'key',
};

/** What can be said of every problem of a status, so that one that is new has a page too. */
const BY_STATUS: Readonly<Record<number, string>> = {
  401: 'token',
  403: 'permission',
  404: 'missing',
  408: 'incomplete',
  409: 'state',
  410: 'expired',
  429: 'wait',
  503: 'wait',
};

/** The key of the words that say what a problem means and what a client does about it: `problems.advice.<key>`. */
export const adviceFor = ({ code, status }: { readonly code: string; readonly status: number }): string =>
  BY_CODE[code] ?? BY_STATUS[status] ?? (status >= 500 ? 'fault' : 'request');
