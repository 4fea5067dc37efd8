import { ProblemError, problemTable } from './problem.js';

/** What every operation with `security: 'bearer'` may answer besides its own problems. */
export const bearerProblems = problemTable({
  'token-invalid': { status: 401, title: 'The access token is missing, invalid or expired' },
});

const REALM = 'Bearer realm="Gatehouse"';

/** No token came with the request: RFC 6750, section 3.1, then wants a challenge without an error code. */
export const tokenMissing = () => new ProblemError(bearerProblems['token-invalid'], {}, { 'WWW-Authenticate': REALM });

/** The token that came opens nothing: malformed, forged, expired, or of another application. It is not told which. */
export const tokenInvalid = () =>
  new ProblemError(bearerProblems['token-invalid'], {}, { 'WWW-Authenticate': `${REALM}, error="invalid_token"` });
