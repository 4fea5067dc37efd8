import { errors, MockAgent } from 'undici';
import {
  type TwilioOptions,
  TwilioTextProvider,
} from '../../../libs/notification/adapters/twilio/twilio-text-provider.js';
import type { AnswerSeen } from '../../../libs/notification/adapters/undici/call-provider.js';

const SID = `SM${'0f'.repeat(16)}`;
const TEXT = { phone: '+33612345678', text: 'Your code for Acme:\nthe-digits\nIt works for five minutes.' };
const SECRETS = ['+33612345678', '33612345678', 'the-digits', 'the-token', 'AC-the-account'];

let agent: MockAgent;
let seen: AnswerSeen[];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  seen = [];
});
afterEach(() => agent.close());

const providerWith = (options: Partial<TwilioOptions> = {}) =>
  new TwilioTextProvider({
    name: 'twilio',
    baseUrl: 'https://sms.example/',
    accountSid: 'AC-the-account',
    authToken: 'the-token',
    sender: '+15005550006',
    dispatcher: agent,
    onAnswer: (answer) => seen.push(answer),
    ...options,
  });
const theProvider = () =>
  agent
    .get('https://sms.example')
    .intercept({ path: '/2010-04-01/Accounts/AC-the-account/Messages.json', method: 'POST' });

describe('a text message to Twilio', () => {
  async function formOf(options: Partial<TwilioOptions> = {}) {
    let request: { headers: Record<string, string>; body: string } | undefined;
    theProvider().reply((given) => {
      request = { headers: given.headers as Record<string, string>, body: String(given.body) };
      return { statusCode: 201, data: { sid: SID, status: 'queued' } };
    });
    const answer = await providerWith(options).send(TEXT);
    return { answer, headers: request?.headers, form: Object.fromEntries(new URLSearchParams(request?.body)) };
  }

  it('goes out as the Messages resource asks, and is accepted under its SID', async () => {
    const { answer, headers, form } = await formOf();
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: SID });
    expect(form).toEqual({ To: '+33612345678', From: '+15005550006', Body: TEXT.text });
    expect(headers).toMatchObject({
      authorization: `Basic ${Buffer.from('AC-the-account:the-token').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(seen).toEqual([{ provider: 'twilio', outcome: 'accepted', status: 200, seconds: expect.any(Number) }]);
  });

  it('names a messaging service where the sender is one', async () => {
    const service = `MG${'a1'.repeat(16)}`;
    const { form } = await formOf({ sender: service });
    expect(form).toEqual({ To: '+33612345678', MessagingServiceSid: service, Body: TEXT.text });
  });

  it.each([
    [400, { code: 21211 }, { retryable: false, reason: 'http-400 21211', bounce: 'mailbox-unavailable' }],
    [400, { code: 21610 }, { retryable: false, reason: 'http-400 21610', bounce: 'rejected' }],
    // A full queue, and senders that somebody may mend.
    [400, { code: 21611 }, { retryable: true, reason: 'http-400 21611' }],
    [400, { code: 21601 }, { retryable: true, reason: 'http-400 21601', needsOperator: true }],
    [400, { code: 21606 }, { retryable: true, reason: 'http-400 21606', needsOperator: true }],
    [400, { code: 21659 }, { retryable: true, reason: 'http-400 21659', needsOperator: true }],
    [400, { code: 21660 }, { retryable: true, reason: 'http-400 21660', needsOperator: true }],
    [401, { code: 20003 }, { retryable: true, reason: 'credentials-refused-401 20003', needsOperator: true }],
    [429, { code: 20429 }, { retryable: true, reason: 'http-429 20429' }],
    [500, { code: 'secret +33612345678' }, { retryable: true, reason: 'http-500' }],
    [503, '<html>', { retryable: true, reason: 'http-503' }],
    [200, '<html>', { retryable: true, reason: 'answer-unreadable', mayBeTaken: true }],
    [201, { sid: 'not one' }, { retryable: true, reason: 'answer-unreadable', mayBeTaken: true }],
    [307, '', { retryable: true, reason: 'redirect-307' }],
  ])('that is answered %i %j is refused', async (status, body, expected) => {
    theProvider().reply(status, body);
    const answer = await providerWith().send(TEXT);
    expect(answer).toEqual({ kind: 'refused', status, ...expected });
    for (const secret of SECRETS) expect(JSON.stringify([answer, seen])).not.toContain(secret);
  });

  it.each([21606, 21659])('from a short code of another country is refused alone: %i', async (code) => {
    theProvider().reply(400, { code });
    const answer = await providerWith({ sender: '85500' }).send(TEXT);
    expect(answer).toEqual({ kind: 'refused', status: 400, retryable: false, reason: `http-400 ${code}` });
  });

  it('waits as long as the provider asks', async () => {
    theProvider().reply(429, { code: 20429 }, { headers: { 'retry-after': '7' } });
    expect(await providerWith().send(TEXT)).toMatchObject({ retryAfterSeconds: 7 });
  });

  it('is refused for now when the connection breaks', async () => {
    theProvider().replyWithError(new errors.SocketError('other side closed +33612345678'));
    expect(await providerWith().send(TEXT)).toMatchObject({
      kind: 'refused',
      retryable: true,
      reason: 'connection-reset',
    });
    expect(seen).toMatchObject([{ outcome: 'connection-reset', status: 0 }]);
  });
});
