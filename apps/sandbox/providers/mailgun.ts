import { randomBytes } from 'node:crypto';
import { readBasicCredentials } from '../http/requests.js';
import { answer, nameIn, readMailbox, reasonOf, textIn } from '../provider/read-json.js';
import type { ContractParts } from '../provider/simple-contract.js';

const failed = (status: number, message: string) => answer(status, { message });
const invalid = (name: string) => ({
  refused: failed(400, `'${name}' parameter is not a valid address. please check documentation`),
});

/** The fields of a form, as multipart or URL-encoded; none of anything else. */
async function readForm(body: string, contentType: unknown): Promise<ReadonlyMap<string, string>> {
  try {
    const form = await new Response(body, { headers: { 'content-type': textIn(contentType) } }).formData();
    // A form has its line breaks as CRLF, whatever the text had.
    return new Map([...form.entries()].map(([name, value]) => [name, textIn(value).replace(/\r\n/g, '\n')]));
  } catch {
    return new Map();
  }
}

/** Mailgun's Messages. @see https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages */
export const mailgun: ContractParts = {
  name: 'mailgun',
  channel: 'mail',
  path: /^\/v3\/[^/]+\/messages$/,
  accountPath: /^\/v4\/domains\/[^/]+$/,
  account: answer(200, { domain: { name: 'mg.example.com', state: 'active' } }),
  admits: (authorization) => readBasicCredentials(authorization)?.user === 'api',
  failure: (status) => failed(status, reasonOf(status)),
  refusals: {
    key: { status: 401, body: 'Forbidden' },
    sender: failed(404, 'Domain not found: mg.example.com'),
    recipient: failed(400, "'to' parameter is not a valid address. please check documentation"),
    rate: failed(429, 'Too many requests'),
    quota: failed(403, 'Domain mg.example.com is not allowed to send: the account is over its limit'),
    outage: failed(503, 'Service unavailable'),
  },
  async read(body, { headers }) {
    const form = await readForm(body, headers['content-type']);
    const [from, to] = [readMailbox(form.get('from')), readMailbox(form.get('to'))];
    if (from.email === '') return invalid('from');
    if (to.email === '') return invalid('to');
    const [text, html, replyTo] = [nameIn(form.get('text')), nameIn(form.get('html')), nameIn(form.get('h:Reply-To'))];
    if (text === null && html === null) return { refused: failed(400, 'Need at least one of text or html') };
    return {
      message: {
        from: from.email,
        fromName: from.name,
        to: to.email,
        toName: to.name,
        subject: textIn(form.get('subject')),
        text,
        html,
        customId: nameIn(form.get('v:delivery')),
        headers: replyTo === null ? {} : { 'Reply-To': replyTo },
      },
    };
  },
  newId: () => `<20260501120000.${randomBytes(8).toString('hex')}@mg.example.com>`,
  accepted: (id) => answer(200, { id, message: 'Queued. Thank you.' }),
};
