import { readBody } from '@gatehouse/platform/outbound';
import { type Dispatcher, request } from 'undici';
import type { GetText } from './sns-certificates.js';

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5_000;

/** Redirects are not followed: they are no 200. */
export const getTextBy =
  (dispatcher: () => Dispatcher): GetText =>
  async (url) => {
    const { statusCode, body } = await request(url, {
      dispatcher: dispatcher(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await readBody(body, MAX_BYTES);
    if (statusCode !== 200) throw new Error(`Answered ${statusCode}`);
    return text;
  };
