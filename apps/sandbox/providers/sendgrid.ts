import { randomBytes } from 'node:crypto';
import {
  addressIn,
  answer,
  bearerIn,
  firstOf,
  type Json,
  nameIn,
  objectIn,
  readJson,
  reasonOf,
  textIn,
} from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, message: string, field: string | null = null, headers?: Record<string, string>) =>
  answer(status, { errors: [{ message, field, help: null }] }, headers);
const invalid = (field: string, message: string) => ({ refused: failed(400, message, field) });
const contentOf = (list: readonly Json[], type: string) =>
  nameIn(list.find((part) => part['type'] === type)?.['value']);

/** SendGrid's Mail Send, v3. @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export const sendgrid: ContractParts = {
  name: 'sendgrid',
  channel: 'mail',
  path: /^\/v3\/mail\/send$/,
  accountPath: /^\/v3\/scopes$/,
  account: answer(200, { scopes: ['mail.send'] }),
  admits: (authorization) => bearerIn(authorization) !== null,
  failure: (status) => failed(status, reasonOf(status)),
  refusals: {
    key: failed(401, 'The provided authorization grant is invalid, expired, or revoked'),
    sender: failed(403, 'The from address does not match a verified Sender Identity.', 'from'),
    recipient: failed(400, 'Does not contain a valid address.', 'personalizations.0.to.0.email'),
    rate: failed(429, 'too many requests', null, {
      'x-ratelimit-limit': '600',
      'x-ratelimit-remaining': '0',
      date: 'Fri, 01 May 2026 12:00:00 GMT',
      'x-ratelimit-reset': String(Date.parse('2026-05-01T12:00:05Z') / 1_000),
    }),
    quota: failed(401, 'Maximum credits exceeded'),
    outage: failed(503, 'Service Unavailable'),
  },
  read(body) {
    const mail = readJson(body);
    const personalization = objectIn(firstOf(mail['personalizations']));
    const [from, to] = [objectIn(mail['from']), objectIn(firstOf(personalization['to']))];
    const content = Array.isArray(mail['content']) ? mail['content'].map(objectIn) : [];
    if (addressIn(from['email']) === '')
      return invalid('from.email', 'The from email does not contain a valid address.');
    if (addressIn(to['email']) === '')
      return invalid('personalizations.0.to.0.email', 'Does not contain a valid address.');
    if (nameIn(mail['subject']) === null) return invalid('subject', 'The subject is required.');
    if (content.length === 0) return invalid('content', 'The content parameter is required.');
    if (content.length > 1 && content[0]?.['type'] !== 'text/plain') {
      return invalid('content', 'If present, text/plain and text/html may only be provided once, and in this order.');
    }
    const replyTo = nameIn(objectIn(mail['reply_to'])['email']);
    return {
      message: {
        from: addressIn(from['email']),
        fromName: nameIn(from['name']),
        to: addressIn(to['email']),
        toName: nameIn(to['name']),
        subject: textIn(mail['subject']),
        text: contentOf(content, 'text/plain'),
        html: contentOf(content, 'text/html'),
        customId: nameIn(objectIn(personalization['custom_args'])['delivery']),
        headers: {
          ...Object.fromEntries(
            Object.entries(objectIn(mail['headers'])).map(([name, value]) => [name, String(value)]),
          ),
          ...(replyTo !== null && { 'Reply-To': replyTo }),
        },
      },
    };
  },
  newId: () => randomBytes(11).toString('base64url'),
  accepted: (id) => ({ status: 202, body: '', headers: { 'x-message-id': id } }),
};
