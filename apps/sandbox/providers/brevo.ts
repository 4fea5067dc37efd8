import { randomBytes } from 'node:crypto';
import { addressIn, answer, firstOf, nameIn, objectIn, readJson, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, code: string, message: string, headers?: Record<string, string>) =>
  answer(status, { code, message }, headers);
const invalid = (message: string) => ({ refused: failed(400, 'invalid_parameter', message) });
const missing = (message: string) => ({ refused: failed(400, 'missing_parameter', message) });

const LONGEST_NAME = 70;
const isTooLong = ({ name }: Readonly<Record<string, unknown>>) => [...textIn(name)].length > LONGEST_NAME;

/** Brevo's transactional mails. @see https://developers.brevo.com/reference/send-transac-email */
export const brevo: ContractParts = {
  name: 'brevo',
  channel: 'mail',
  path: /^\/v3\/smtp\/email$/,
  accountPath: /^\/v3\/account$/,
  account: answer(200, { email: 'sandbox@example.com', plan: [{ type: 'free', credits: 300 }] }),
  admits: (_, { headers }) => textIn(headers['api-key']) !== '',
  failure: (status) => failed(status, status === 429 ? 'too_many_requests' : 'internal_error', reasonOf(status)),
  refusals: {
    key: failed(401, 'unauthorized', 'Key not found'),
    sender: failed(400, 'invalid_parameter', 'Sending has been rejected because the sender you used is not valid.'),
    recipient: failed(400, 'invalid_parameter', 'email is not valid in to'),
    rate: failed(429, 'too_many_requests', 'Too many requests.', { 'x-sib-ratelimit-reset': '5' }),
    quota: failed(402, 'not_enough_credits', 'You do not have enough credits.'),
    outage: failed(503, 'internal_error', 'Service unavailable'),
  },
  read(body) {
    const mail = readJson(body);
    const [sender, to] = [objectIn(mail['sender']), objectIn(firstOf(mail['to']))];
    const headers = objectIn(mail['headers']);
    if (addressIn(sender['email']) === '') return invalid('valid sender email required');
    if (addressIn(to['email']) === '') return invalid('email is not valid in to');
    if (isTooLong(sender)) return invalid('sender name should not exceed 70 characters');
    if (isTooLong(to)) return invalid('name in to should not exceed 70 characters');
    if (nameIn(mail['subject']) === null) return missing('subject is missing');
    if (nameIn(mail['htmlContent']) === null && nameIn(mail['textContent']) === null) {
      return missing('either of htmlContent or textContent is required');
    }
    const [replyTo, key] = [nameIn(objectIn(mail['replyTo'])['email']), nameIn(headers['idempotencyKey'])];
    return {
      message: {
        from: addressIn(sender['email']),
        fromName: nameIn(sender['name']),
        to: addressIn(to['email']),
        toName: nameIn(to['name']),
        subject: textIn(mail['subject']),
        text: nameIn(mail['textContent']),
        html: nameIn(mail['htmlContent']),
        customId: nameIn(headers['X-Mailin-custom']),
        headers: replyTo === null ? {} : { 'Reply-To': replyTo },
        ...(key !== null && { idempotencyKey: key }),
      },
    };
  },
  newId: () => `<20260501.${randomBytes(8).toString('hex')}@smtp-relay.mailin.fr>`,
  accepted: (messageId) => answer(201, { messageId }),
  repeated: failed(400, 'duplicate_parameter', 'idempotencyKey has already been used'),
};
