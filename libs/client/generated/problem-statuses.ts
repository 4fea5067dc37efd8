// Generated from docs/api/openapi.json by `npm run docs`. Do not edit.

/** The HTTP status that each problem comes with. */
export interface ProblemStatuses {
  'account-suspended': 403;
  'activation-required': 403;
  'already-active': 409;
  'application-not-found': 404;
  'application-unknown': 400;
  'body-too-large': 413;
  'busy': 503;
  'code-expired': 410;
  'code-invalid': 422;
  'credentials-ambiguous': 400;
  'credentials-invalid': 401;
  'csrf-token-invalid': 403;
  'delivery-unknown': 404;
  'email-already-verified': 409;
  'email-taken': 409;
  'email-unchanged': 409;
  'field-unknown': 422;
  'former-email-taken': 409;
  'headers-too-large': 431;
  'idempotency-in-flight': 409;
  'idempotency-key-invalid': 400;
  'idempotency-key-used': 422;
  'internal': 500;
  'json-invalid': 400;
  'key-unknown': 404;
  'media-type-unsupported': 415;
  'message-not-dead': 409;
  'message-unknown': 404;
  'not-found': 404;
  'origin-not-allowed': 403;
  'password-wrong': 403;
  'phone-already-verified': 409;
  'phone-country-refused': 422;
  'phone-missing': 409;
  'phone-not-required': 409;
  'refresh-token-invalid': 401;
  'request-malformed': 400;
  'request-timeout': 408;
  'role-unknown': 404;
  'scope-missing': 403;
  'session-unknown': 404;
  'slug-taken': 409;
  'throttled': 429;
  'token-invalid': 401;
  'too-many-keys': 409;
  'too-many-webhooks': 409;
  'tries-exhausted': 429;
  'undo-over': 410;
  'uri-too-long': 414;
  'user-pending': 409;
  'user-unknown': 404;
  'validation-failed': 422;
  'webhook-unknown': 404;
}
