import {
  answer,
  bearerIn,
  firstOf,
  nameIn,
  objectIn,
  readJson,
  readMailbox,
  reasonOf,
  textIn,
} from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (statusCode: number, name: string, message: string, headers?: Record<string, string>) =>
  answer(statusCode, { statusCode, name, message }, headers);
const invalid = (message: string) => ({ refused: failed(422, 'validation_error', message) });

/** Resend's Send Email. @see https://resend.com/docs/api-reference/emails/send-email */
export const resend: ContractParts = {
  name: 'resend',
  channel: 'mail',
  path: /^\/emails$/,
  accountPath: /^\/domains$/,
  account: answer(200, { object: 'list', data: [] }),
  admits: (authorization) => bearerIn(authorization) !== null,
  failure: (status) => failed(status, status === 429 ? 'rate_limit_exceeded' : 'application_error', reasonOf(status)),
  refusals: {
    key: failed(403, 'invalid_api_key', 'API key is invalid.'),
    sender: failed(403, 'validation_error', 'The example.com domain is not verified.'),
    recipient: failed(422, 'validation_error', 'Invalid `to` field.'),
    rate: failed(429, 'rate_limit_exceeded', 'Too many requests.', { 'retry-after': '1' }),
    quota: failed(429, 'daily_quota_exceeded', 'You have reached your daily email sending quota.'),
    outage: failed(500, 'application_error', 'An unexpected error occurred.'),
  },
  read(body, { headers }) {
    const mail = readJson(body);
    const [from, to] = [readMailbox(mail['from']), readMailbox(firstOf(mail['to']) ?? mail['to'])];
    const key = nameIn(headers['idempotency-key']);
    if (from.email === '') return invalid('Invalid `from` field.');
    if (to.email === '') return invalid('Invalid `to` field.');
    if (nameIn(mail['subject']) === null)
      return { refused: failed(422, 'missing_required_field', 'Missing `subject`.') };
    if (key !== null && key.length > 256) return { refused: failed(400, 'invalid_idempotency_key', 'At most 256.') };
    const tag = objectIn(firstOf(mail['tags']));
    if (!/^[\w-]{0,256}$/.test(textIn(tag['value']))) return invalid('Tags should only contain ASCII letters.');
    const replyTo = nameIn(mail['reply_to']);
    return {
      message: {
        from: from.email,
        fromName: from.name,
        to: to.email,
        toName: to.name,
        subject: textIn(mail['subject']),
        text: nameIn(mail['text']),
        html: nameIn(mail['html']),
        customId: nameIn(tag['value']),
        headers: replyTo === null ? {} : { 'Reply-To': replyTo },
        ...(key !== null && { idempotencyKey: key }),
      },
    };
  },
  accepted: (id) => answer(200, { id }),
  reused: failed(409, 'invalid_idempotent_request', 'Same idempotency key used with a different request payload.'),
};
