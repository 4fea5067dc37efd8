import type { CallWithHeaders } from './call-headers.js';

/** Session cookies whose session is over: scripts cannot take them away, so answers do. */
export interface DeadCookies {
  /** The header that makes the browser forget the request's cookie, if it carries one whose session is over. */
  forget(call: CallWithHeaders, application: string): Promise<Readonly<Record<string, string>>>;
}
