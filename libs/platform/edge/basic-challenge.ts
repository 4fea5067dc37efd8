import type { CallWithHeaders } from './call-headers.js';

const PARAMETERS = 'realm="Gatehouse", charset="UTF-8"';

/**
 * How a 401 asks for an address and a password (RFC 9110, section 15.5.2, wants a challenge). A page that calls shows a form
 * of its own: it gets a scheme that no browser knows, or the browser would open its login dialog over that form.
 */
export const basicChallenge = (call: CallWithHeaders): { readonly 'WWW-Authenticate': string } => ({
  'WWW-Authenticate': `${isOfPage(call) ? 'X-Basic' : 'Basic'} ${PARAMETERS}`,
});

/**
 * Whether a script of a page calls. Browsers say it at HTTPS and at loopback (W3C Fetch Metadata); elsewhere an `Origin`
 * tells them from other clients, and libraries for pages say `X-Requested-With`.
 */
function isOfPage({ headers }: CallWithHeaders): boolean {
  const mode = headers['sec-fetch-mode'];
  if (headers['x-requested-with']?.toString().toLowerCase() === 'xmlhttprequest') return true;
  return mode === undefined ? headers.origin !== undefined : mode !== 'navigate';
}
