import type { CallerHeaders } from '../provider/provider-contract.js';
import { readBasicCredentials } from './requests.js';

/** The one key, token or secret that every provider refuses here, to try out what a mistake in the settings does. */
const REFUSED = 'wrong';

export function isRefusedKey(headers: CallerHeaders['headers']): boolean {
  const authorization = headers['authorization']?.toString() ?? '';
  const { user, password } = readBasicCredentials(authorization) ?? { user: '', password: '' };
  const bearer = /^Bearer (.*)$/.exec(authorization)?.[1];
  const accessKey = /Credential=([^/]*)\//.exec(authorization)?.[1];
  return [user, password, bearer, accessKey, headers['x-postmark-server-token'], headers['api-key']].includes(REFUSED);
}
