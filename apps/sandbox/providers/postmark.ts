import { answer, nameIn, objectIn, readJson, readMailbox, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const BODY_PART_AT_MOST = 5 * 1024 * 1024;
/** Messages that a server token may send, whatever it is. */
const failed = (status: number, code: number, message: string) => answer(status, { ErrorCode: code, Message: message });

/** Postmark's Email API. @see https://postmarkapp.com/developer/api/email-api */
export const postmark: ContractParts = {
  name: 'postmark',
  channel: 'mail',
  path: /^\/email$/,
  accountPath: /^\/server$/,
  account: answer(200, { ID: 1, Name: 'Sandbox', DeliveryType: 'Sandbox' }),
  bodyLimit: 10 * 1024 * 1024,
  admits: (_, { headers }) => textIn(headers['x-postmark-server-token']) !== '',
  failure: (status) => failed(status, status === 503 ? 100 : status === 429 ? 429 : 0, reasonOf(status)),
  refusals: {
    key: failed(401, 10, 'The Server Token you provided in the X-Postmark-Server-Token request header was invalid.'),
    sender: failed(422, 400, 'The From address is not a Sender Signature on your account.'),
    recipient: failed(422, 406, 'You tried to send to recipient(s) that have been marked as inactive.'),
    rate: failed(429, 429, 'Rate limit exceeded.'),
    quota: failed(422, 405, 'Account has run out of credits.'),
    outage: failed(503, 100, 'Postmark is down for maintenance.'),
  },
  read(body) {
    const mail = readJson(body);
    const [from, to] = [readMailbox(mail['From']), readMailbox(mail['To'])];
    const invalid = (message: string) => ({ refused: failed(422, 300, message) });
    if (Object.keys(mail).length === 0) return { refused: failed(422, 402, 'Received invalid JSON input.') };
    if (from.email === '') return invalid("Invalid 'From' value.");
    if (to.email === '') return invalid("Error parsing 'To': Illegal email address.");
    const [text, html] = [nameIn(mail['TextBody']), nameIn(mail['HtmlBody'])];
    if (text === null && html === null) return invalid('Provide either email TextBody or HtmlBody or both.');
    if ([text, html].some((part) => (part?.length ?? 0) > BODY_PART_AT_MOST)) return invalid('A body exceeds 5 MB.');
    return {
      message: {
        from: from.email,
        fromName: from.name,
        to: to.email,
        toName: to.name,
        subject: textIn(mail['Subject']),
        text,
        html,
        customId: nameIn(objectIn(mail['Metadata'])['delivery']),
        headers: headersOf(mail['Headers'], mail['ReplyTo']),
      },
    };
  },
  accepted: (id, { to }) =>
    answer(200, { To: to, SubmittedAt: new Date().toISOString(), MessageID: id, ErrorCode: 0, Message: 'OK' }),
};

const headersOf = (list: unknown, replyTo: unknown): Record<string, string> => ({
  ...Object.fromEntries(
    (Array.isArray(list) ? list : []).map(objectIn).map(({ Name, Value }) => [textIn(Name), textIn(Value)]),
  ),
  ...(nameIn(replyTo) !== null && { 'Reply-To': textIn(replyTo) }),
});
