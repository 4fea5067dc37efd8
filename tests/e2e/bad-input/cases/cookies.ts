import { type BadRequest, type Expected, malformed, postJson } from '../bad-request.js';

/** The service's own origin; only from there may its default application's cookie be used. */
export const OWN_ORIGIN = 'https://id.example';
const COOKIE = '__Host-gatehouse-refresh';
/** Of the right form, and nobody's. */
const TOKEN = 'A'.repeat(86);
const CSRF = 'A'.repeat(43);

const noToken: Expected = { status: 401, code: 'refresh-token-invalid' };
const noCsrf: Expected = { status: 403, code: 'csrf-token-invalid' };
const noOrigin: Expected = { status: 403, code: 'origin-not-allowed' };
const tooLarge: Expected = { status: 431, code: 'headers-too-large' };

const refresh = (...headers: string[]): Buffer => postJson('/v1/sessions/refresh', { cookie: true }, ...headers);
const fromOwnOrigin = (...headers: string[]): Buffer => refresh(`Origin: ${OWN_ORIGIN}`, ...headers);
const withCookie = (cookie: string): Buffer => fromOwnOrigin(`Cookie: ${cookie}`, `X-CSRF-Token: ${CSRF}`);

/** What no session was ever kept in. */
const cookies: Readonly<Record<string, readonly [string, Expected]>> = {
  'nothing in it': ['', noToken],
  'semicolons alone': [';;;', noToken],
  'no name': [`=${TOKEN}`, noToken],
  'a name alone': [COOKIE, noToken],
  'an empty value': [`${COOKIE}=`, noToken],
  'a space before the value': [`${COOKIE}= ${TOKEN}`, noToken],
  'quotes around the value': [`${COOKIE}="${TOKEN}"`, noToken],
  'a value in percent signs': [`${COOKIE}=%41${TOKEN.slice(1)}`, noToken],
  'a value that is too short': [`${COOKIE}=${TOKEN.slice(1)}`, noToken],
  'a value that is too long': [`${COOKIE}=${TOKEN}A`, noToken],
  'letters of base64 that base64url has not': [`${COOKIE}=${'+/'.repeat(43)}`, noToken],
  'padding behind the value': [`${COOKIE}=${TOKEN}==`, noToken],
  'an equals sign in the value': [`${COOKIE}=${TOKEN.slice(2)}=A`, noToken],
  'two values in a list': [`${COOKIE}=${TOKEN},${COOKIE}=${TOKEN}`, noToken],
  'the same name twice': [`${COOKIE}=${TOKEN}; ${COOKIE}=${TOKEN}`, noToken],
  'the same name twice, once empty': [`${COOKIE}=; ${COOKIE}=${TOKEN}`, noToken],
  'the name without its prefix': [`gatehouse-refresh=${TOKEN}`, noToken],
  'the weaker prefix': [`__Secure-gatehouse-refresh=${TOKEN}`, noToken],
  'the name in capitals': [`${COOKIE.toUpperCase()}=${TOKEN}`, noToken],
  'a space in front of the equals sign': [`${COOKIE} =${TOKEN}`, noToken],
  'the name of another application': [`${COOKIE}-app-1=${TOKEN}`, noToken],
  'a script for a value': [`${COOKIE}=<script>alert(1)</script>`, noToken],
  'a statement for a value': [`${COOKIE}=' or '1'='1`, noToken],
  'a prototype for a name': [`__proto__=${TOKEN}; constructor=x`, noToken],
  'attributes of Set-Cookie': [`$Version=1; ${COOKIE}="${TOKEN}"; $Path=/`, noToken],
  'Latin-1': [`${COOKIE}=caf\u00e9`, noToken],
  'a NUL': [`${COOKIE}=\u0000`, malformed],
  'a thousand others beside nothing of ours': ['a=b; '.repeat(1_000), noToken],
  'six kilobytes of value': [`${COOKIE}=${'A'.repeat(6_000)}`, noToken],
  'more than headers may hold': [`${COOKIE}=${'A'.repeat(9_000)}`, tooLarge],
  'the token of no session': [`${COOKIE}=${TOKEN}`, noCsrf],
};

const csrfTokens: Readonly<Record<string, readonly string[]>> = {
  'no CSRF token': [],
  'an empty CSRF token': ['X-CSRF-Token: '],
  'a CSRF token that is too short': [`X-CSRF-Token: ${CSRF.slice(1)}`],
  'a CSRF token that is too long': [`X-CSRF-Token: ${CSRF}A`],
  'a made-up CSRF token': [`X-CSRF-Token: ${'B'.repeat(43)}`],
  'two CSRF tokens': [`X-CSRF-Token: ${CSRF}`, `X-CSRF-Token: ${CSRF}`],
  'a list of CSRF tokens': [`X-CSRF-Token: ${CSRF}, ${CSRF}`],
  'the refresh token for a CSRF token': [`X-CSRF-Token: ${TOKEN}`],
  'a CSRF token of other letters': [`X-CSRF-Token: ${'\u00e9'.repeat(43)}`],
  'a CSRF token of six kilobytes': [`X-CSRF-Token: ${'A'.repeat(6_000)}`],
  'a CSRF token under another name': [`X-XSRF-Token: ${CSRF}`],
};

const origins: readonly string[] = [
  'https://evil.example',
  'https://id.example.evil.example',
  'https://evil-id.example',
  'https://id.example:444',
  'http://id.example',
  'https://ID.example',
  'https://id.example/',
  'https://id.example@evil.example',
  `${OWN_ORIGIN}, ${OWN_ORIGIN}`,
  'null',
  '*',
  '',
  'id.example',
  'file://',
  'javascript:alert(1)',
];

export const badCookies: readonly BadRequest[] = [
  ...Object.entries(cookies).map(([what, [cookie, expected]]) => ({
    what: `a refresh whose cookie has ${what}`,
    bytes: withCookie(cookie),
    ...expected,
  })),
  { what: 'a refresh without a cookie', bytes: fromOwnOrigin(`X-CSRF-Token: ${CSRF}`), ...noToken },
  {
    what: 'a refresh with its cookie in two headers',
    bytes: fromOwnOrigin(`Cookie: ${COOKIE}=${TOKEN}`, `Cookie: ${COOKIE}=${TOKEN}`, `X-CSRF-Token: ${CSRF}`),
    ...noToken,
  },
  ...Object.entries(csrfTokens).map(([what, headers]) => ({
    what: `a refresh by cookie with ${what}`,
    bytes: fromOwnOrigin(`Cookie: ${COOKIE}=${TOKEN}`, ...headers),
    ...noCsrf,
  })),
  ...origins.map((origin) => ({
    what: `a refresh by cookie from the origin ${JSON.stringify(origin)}`,
    bytes: refresh(`Origin: ${origin}`, `Cookie: ${COOKIE}=${TOKEN}`, `X-CSRF-Token: ${CSRF}`),
    ...noOrigin,
  })),
  ...['cross-site', 'same-site', 'none', 'SAME-ORIGIN', 'same-origin, same-origin', ''].map((site) => ({
    what: `a refresh by cookie from no origin, and the site ${JSON.stringify(site)}`,
    bytes: refresh(`Sec-Fetch-Site: ${site}`, `Cookie: ${COOKIE}=${TOKEN}`, `X-CSRF-Token: ${CSRF}`),
    ...noOrigin,
  })),
  ...origins.map((origin) => ({
    what: `a sign-in by cookie from the origin ${JSON.stringify(origin)}`,
    bytes: postJson(
      '/v1/sessions',
      { email: 'active@example.com', password: 'seven active lanterns', cookie: true },
      `Origin: ${origin}`,
    ),
    ...noOrigin,
  })),
];
