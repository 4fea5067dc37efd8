import type { CallWithHeaders } from './operation.js';
import { ProblemError, type ProblemType } from './problem.js';

export interface BasicCredentials {
  readonly email: string;
  readonly password: string;
}

const BASIC = /^basic +([A-Za-z0-9+/]+={0,2})$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what RFC 7617 forbids
const CONTROL = /[\u0000-\u001f\u007f]/;
const MAX_EMAIL = 320;
const MAX_PASSWORD = 1024;

/**
 * The credentials of a Basic header (RFC 7617, charset UTF-8). The user-id ends at the first colon, so passwords may hold
 * colons.
 * @throws ProblemError the problem with its challenge, where they are absent or broken in any way
 */
export function basicCredentials(call: CallWithHeaders, problem: ProblemType): BasicCredentials {
  const credentials = parse(call.headers.authorization ?? '');
  if (!credentials) throw new ProblemError(problem, {}, basicChallenge(call));
  return credentials;
}

function parse(authorization: string): BasicCredentials | null {
  const [, encoded] = BASIC.exec(authorization) ?? [];
  if (!encoded || encoded.replace(/=+$/, '').length % 4 === 1) return null;
  const text = decodeUtf8(Buffer.from(encoded, 'base64'));
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 1 || CONTROL.test(text)) return null;
  const email = text.slice(0, colon);
  const password = text.slice(colon + 1);
  return email.length > MAX_EMAIL || password.length > MAX_PASSWORD || password === '' ? null : { email, password };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

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
