import type { Actor } from '@gatehouse/kernel';
import type { CallWithHeaders } from './call-headers.js';

/** Tells whom a request with `Authorization: Bearer` speaks for. */
export interface Authenticator {
  /**
   * Answers at once where it can; a promise only where there is something to wait for.
   * @param application slug that the request is for; a token of another one is refused
   * @throws ProblemError 401 token-invalid
   */
  authenticate(call: CallWithHeaders, application: string): Actor | Promise<Actor>;
}
