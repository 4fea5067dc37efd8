import { randomBytes } from 'node:crypto';
import {
  answer,
  firstOf,
  nameIn,
  objectIn,
  readAsciiMailbox,
  readJson,
  reasonOf,
  textIn,
} from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, exception: string, message: string) =>
  answer(status, { message }, { 'x-amzn-errortype': `${exception}:http://internal.amazon.com/coral/com.amazonaws/` });
const invalid = (message: string) => ({ refused: failed(400, 'BadRequestException', message) });

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=[^/\s]+\/\d{8}\/[a-z0-9-]+\/ses\/aws4_request, SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/;
const textOf = (part: unknown) => nameIn(objectIn(part)['Data']);

/**
 * Amazon SES v2, SendEmail. The signature must be of its form and for this service; it is not computed again.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export const ses: ContractParts = {
  name: 'ses',
  channel: 'mail',
  path: /^\/v2\/email\/outbound-emails$/,
  accountPath: /^\/v2\/email\/account$/,
  account: answer(200, { SendingEnabled: true, ProductionAccessEnabled: true }),
  admits: (authorization, { headers }) =>
    SIGNATURE.test(authorization ?? '') && /^\d{8}T\d{6}Z$/.test(textIn(headers['x-amz-date'])),
  failure: (status) =>
    failed(status, status === 429 ? 'TooManyRequestsException' : 'InternalServiceErrorException', reasonOf(status)),
  refusals: {
    key: failed(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
    sender: failed(400, 'MessageRejected', 'Email address is not verified. The following identities failed the check.'),
    recipient: failed(400, 'BadRequestException', 'Invalid email address.'),
    rate: failed(429, 'TooManyRequestsException', 'Maximum sending rate exceeded.'),
    quota: failed(429, 'TooManyRequestsException', 'Daily message quota exceeded.'),
    outage: failed(500, 'InternalServiceErrorException', 'Service unavailable'),
  },
  read(body) {
    const mail = readJson(body);
    const simple = objectIn(objectIn(mail['Content'])['Simple']);
    const parts = objectIn(simple['Body']);
    const from = readAsciiMailbox(mail['FromEmailAddress']);
    const to = readAsciiMailbox(firstOf(objectIn(mail['Destination'])['ToAddresses']));
    const tag = objectIn(firstOf(mail['EmailTags']));
    if (from.email === '' || to.email === '') return invalid('Invalid email address.');
    if (textOf(simple['Subject']) === null) return invalid('Subject is required.');
    if (textOf(parts['Text']) === null && textOf(parts['Html']) === null) return invalid('Body is required.');
    if (!/^[\w.@-]{0,256}$/.test(textIn(tag['Value']))) return invalid('Invalid tag value.');
    const replyTo = nameIn(firstOf(mail['ReplyToAddresses']));
    return {
      message: {
        from: from.email,
        fromName: from.name,
        to: to.email,
        toName: to.name,
        subject: textOf(simple['Subject']),
        text: textOf(parts['Text']),
        html: textOf(parts['Html']),
        customId: nameIn(tag['Value']),
        headers: replyTo === null ? {} : { 'Reply-To': replyTo },
      },
    };
  },
  newId: () => `0100${randomBytes(6).toString('hex')}-${randomBytes(4).toString('hex')}-000000`,
  accepted: (MessageId) => answer(200, { MessageId }),
};
