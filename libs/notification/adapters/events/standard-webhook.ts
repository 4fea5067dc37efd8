import { Webhook } from 'standardwebhooks';
import { headerOf, isRecent, isSame, type Report } from './report-contract.js';

/** As Standard Webhooks and Svix have it: a new time for each attempt, five minutes old at most. */
const TOLERANCE_SECONDS = 300;

/**
 * Whether a request is signed by Standard Webhooks 1.0: HMAC-SHA-256 of id, time and body; of several signatures one is
 * enough.
 * @param prefix of the three headers: `webhook`, or `svix`, where the scheme comes from
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md (read 2026-11-29)
 */
export function standardWebhook(secret: string, prefix: 'webhook' | 'svix' = 'webhook') {
  const webhook = new Webhook(secret);
  return ({ headers, body }: Report, now: Date): boolean => {
    const [id, time, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
      headerOf(headers, `${prefix}-${name}`),
    );
    if (!id || !time || !signatures || !isRecent(time, now, TOLERANCE_SECONDS)) return false;
    const expected = webhook.sign(id, new Date(Number(time) * 1_000), Buffer.from(body));
    return signatures.split(' ', 8).some((signature) => isSame(signature, expected));
  };
}
