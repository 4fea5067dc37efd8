import { addressIn, answer, nameIn, objectIn, readJson, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, message: string, headers?: Record<string, string>) =>
  answer(status, { message }, headers);

/** Signed as Standard Webhooks are; the secret is not known here, so the signature is not computed again. */
const isSigned: ContractParts['admits'] = (_, { headers }) =>
  textIn(headers['webhook-id']) !== '' &&
  /^\d{10}$/.test(textIn(headers['webhook-timestamp'])) &&
  /^v1,[A-Za-z0-9+/]{43}=/.test(textIn(headers['webhook-signature']));

const COMMON = {
  name: 'webhook',
  admits: isSigned,
  failure: (status: number) => failed(status, reasonOf(status)),
  refusals: {
    key: failed(401, 'The signature is wrong.'),
    sender: failed(403, 'The sender is not allowed.'),
    recipient: answer(422, { message: 'The recipient does not exist.', reason: 'mailbox-unavailable' }),
    rate: failed(429, 'Too many requests.', { 'retry-after': '5' }),
    quota: failed(402, 'No credit is left.'),
    outage: failed(503, 'Service unavailable.'),
  },
  accepted: (id: string) => answer(202, { id }),
};

/** A sender of one's own for mails. @see docs/providers.md */
export const mailWebhook: ContractParts = {
  ...COMMON,
  channel: 'mail',
  path: /^\/webhook\/mail$/,
  read(body, { headers }) {
    const { type, data } = readJson(body);
    const mail = objectIn(data);
    const [from, to] = [objectIn(mail['from']), objectIn(mail['recipient'])];
    if (type !== 'mail.send' || addressIn(to['email']) === '') return { refused: failed(400, 'Not a mail to send.') };
    const replyTo = nameIn(mail['replyTo']);
    return {
      message: {
        from: addressIn(from['email']),
        fromName: nameIn(from['name']),
        to: addressIn(to['email']),
        toName: nameIn(to['name']),
        subject: textIn(mail['subject']),
        text: nameIn(mail['text']),
        html: nameIn(mail['html']),
        customId: nameIn(mail['deliveryId']),
        headers: replyTo === null ? {} : { 'Reply-To': replyTo },
        idempotencyKey: textIn(headers['webhook-id']),
      },
    };
  },
};

/** A sender of one's own for text messages. */
export const textWebhook: ContractParts = {
  ...COMMON,
  channel: 'sms',
  path: /^\/webhook\/sms$/,
  read(body, { headers }) {
    const { type, data } = readJson(body);
    const sms = objectIn(data);
    const to = textIn(objectIn(sms['recipient'])['phone']);
    if (type !== 'sms.send' || to === '') return { refused: failed(400, 'Not a text message to send.') };
    return {
      message: {
        from: textIn(sms['from']),
        to,
        text: nameIn(sms['text']),
        customId: nameIn(sms['deliveryId']),
        idempotencyKey: textIn(headers['webhook-id']),
      },
    };
  },
};
