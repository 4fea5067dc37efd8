import { readBasicCredentials } from '../http/requests.js';
import { answer, nameIn, readJson, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const ERRORS = 'https://developer.vonage.com/api-errors';
const failed = (status: number, type: string, title: string, headers?: Record<string, string>) =>
  answer(status, { type: `${ERRORS}${type}`, title, detail: title, instance: 'sandbox' }, headers);
const invalid = (detail: string) => ({ refused: failed(422, '/messages#1020', detail) });

/** Vonage's Messages API, v1, channel SMS. @see https://developer.vonage.com/en/api/messages */
export const vonage: ContractParts = {
  name: 'vonage',
  channel: 'sms',
  path: /^\/v1\/messages$/,
  accountPath: /^\/accounts\/[^/]+\/secrets$/,
  account: answer(200, { _embedded: { secrets: [] } }),
  admits: (authorization) => readBasicCredentials(authorization) !== null,
  failure: (status) => failed(status, status === 429 ? '/messages#1000' : '/messages#1030', reasonOf(status)),
  refusals: {
    key: failed(401, '#unauthorized', 'You did not provide correct credentials.'),
    sender: failed(422, '/messages#1120', 'Illegal Sender Address - rejected'),
    recipient: failed(422, '/messages#1050', 'Number barred'),
    rate: failed(429, '/messages#1000', 'Throttled'),
    quota: failed(402, '/messages#1070', 'Partner quota exceeded'),
    outage: failed(500, '/messages#1030', 'Internal error'),
  },
  read(body) {
    const sms = readJson(body);
    const reference = textIn(sms['client_ref']);
    if (sms['channel'] !== 'sms' || sms['message_type'] !== 'text') return invalid('Invalid channel or message type.');
    if (!/^[1-9]\d{6,14}$/.test(textIn(sms['to']))) return { refused: failed(422, '/messages#1170', 'Invalid MSISDN') };
    if (textIn(sms['from']) === '') return invalid('Invalid sender.');
    if (textIn(sms['text']) === '' || textIn(sms['text']).length > 1_000) return invalid('Invalid text.');
    if (reference.length > 100) return invalid('client_ref is longer than 100 characters.');
    return {
      message: {
        from: textIn(sms['from']),
        to: `+${textIn(sms['to'])}`,
        text: textIn(sms['text']),
        customId: nameIn(reference),
      },
    };
  },
  accepted: (message_uuid) => answer(202, { message_uuid }),
};
