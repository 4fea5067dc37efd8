import { randomBytes } from 'node:crypto';
import { answer, bearerIn, nameIn, objectIn, readJson, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, type: string, name: string, message: string, headers?: Record<string, string>) =>
  answer(
    status,
    { error: { type, code: 'E00000', name, message, doc_url: 'https://bird.com/docs', request_id: 'r' } },
    headers,
  );
const invalid = (name: string, message: string) => ({ refused: failed(422, 'validation_error', name, message) });
const CATEGORIES = ['transactional', 'marketing', 'authentication', 'service'];
const GENERAL: Readonly<Record<number, string>> = { 429: 'rate_limit_error', 503: 'service_unavailable_error' };

/** MessageBird, the SMS API v1 of Bird. @see https://bird.com/docs */
export const messagebird: ContractParts = {
  name: 'messagebird',
  channel: 'sms',
  path: /^\/v1\/sms\/messages$/,
  accountPath: /^\/v1\/sms\/messages$/,
  account: answer(200, { data: [], next_cursor: null, prev_cursor: null, refresh_cursor: null }),
  admits: (authorization, { headers }) => bearerIn(authorization) !== null && textIn(headers['user-agent']) !== '',
  failure: (status) => failed(status, GENERAL[status] ?? 'internal_error', '', reasonOf(status)),
  refusals: {
    key: failed(401, 'auth_error', 'invalid_api_key', 'Key missing, malformed, or revoked.'),
    sender: failed(422, 'validation_error', 'SMSNoEligibleSender', 'No sender is eligible for this message.'),
    recipient: failed(422, 'validation_error', 'SMSInvalidRecipient', 'The recipient cannot be routed.'),
    rate: failed(429, 'rate_limit_error', 'rate_limited', 'Too many requests.', { 'retry-after': '1' }),
    quota: failed(402, 'billing_error', 'insufficient_balance', 'Insufficient balance.'),
    outage: failed(503, 'service_unavailable_error', '', 'Service unavailable.'),
  },
  read(body, { headers }) {
    const sms = readJson(body);
    const key = nameIn(headers['idempotency-key']);
    if (!/^\+[1-9]\d{6,14}$/.test(textIn(sms['to']))) return invalid('SMSInvalidRecipient', 'Not a number in E.164.');
    if (nameIn(sms['from']) === null) return invalid('SMSNoEligibleSender', 'from is required.');
    if (nameIn(sms['text']) === null) return invalid('validation_failed', 'text is required.');
    if (!CATEGORIES.includes(textIn(sms['category']))) return invalid('validation_failed', 'category is required.');
    return {
      message: {
        from: textIn(sms['from']),
        to: textIn(sms['to']),
        text: textIn(sms['text']),
        customId: nameIn(objectIn(sms['metadata'])['delivery']),
        ...(key !== null && { idempotencyKey: key }),
      },
    };
  },
  newId: () => `sms_${randomBytes(13).toString('hex')}`,
  accepted: (id, { to, from, text }) => answer(202, { id, object: 'sms_message', status: 'accepted', to, from, text }),
  reused: failed(409, 'conflict_error', 'idempotency_key_reuse', 'The key was used for another request.'),
};
