import { createSandbox, type FaultRule, type Sandbox } from '@gatehouse/sandbox';
import { CatalogueTextMessageRenderer } from '../../../libs/notification/adapters/templates/catalogue-text-message-renderer.js';
import { TwilioTextProvider } from '../../../libs/notification/adapters/twilio/twilio-text-provider.js';
import { providerDispatcher } from '../../../libs/notification/adapters/undici/call-provider.js';
import { plainLook } from '../../support/notification/plain-look.js';

describe('the adapter for Twilio and the stand-in for Twilio', () => {
  let sandbox: Sandbox;
  let dispatcher: ReturnType<typeof providerDispatcher>;
  let baseUrl: string;

  beforeAll(async () => {
    sandbox = createSandbox({ smsCredentials: { user: 'account', password: 'token' } });
    baseUrl = await sandbox.listen(0);
    dispatcher = providerDispatcher();
  });
  afterAll(async () => {
    await dispatcher.close();
    await sandbox.close();
  });
  beforeEach(() => {
    sandbox.store.clear();
    sandbox.faults.clear();
  });

  const send = ({ phone = '+33612345678', authToken = 'token', sender = 'Gatehouse' } = {}) => {
    const provider = new TwilioTextProvider({
      name: 'sandbox',
      baseUrl,
      accountSid: 'account',
      authToken,
      sender,
      dispatcher,
    });
    const text = new CatalogueTextMessageRenderer().render({
      locale: 'fr',
      sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look: plainLook },
      content: { template: 'phone-code', digits: '004217', lifeSeconds: 300, host: 'id.example.org' },
    });
    return provider.send({ phone, text });
  };
  const received = () => sandbox.store.list({ limit: 10 });
  const script = (behaviour: FaultRule['behaviour']) => sandbox.faults.replace([{ times: 1, behaviour }]);

  it('agree on a text message that is accepted', async () => {
    const answer = await send();
    expect(received()).toMatchObject([
      { channel: 'sms', from: 'Gatehouse', to: '+33612345678', text: expect.stringMatching(/^004217$/m) },
    ]);
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: received()[0]?.id });
  });

  it.each([
    ['a number that is none', { phone: '+15005550001' }, false, 'http-400 21211'],
    ['a number that has unsubscribed', { phone: '+15005550004' }, false, 'http-400 21610'],
    ['a sender that is not ours', { sender: '+15005550007' }, true, 'http-400 21606'],
    ['a full queue', { sender: '+15005550008' }, true, 'http-400 21611'],
    ['a token that is not the right one', { authToken: 'wrong' }, true, 'credentials-refused-401 20003'],
  ])('agree on %s', async (_, given, retryable, reason) => {
    expect(await send(given)).toMatchObject({ kind: 'refused', retryable, reason });
    expect(received()).toEqual([]);
  });

  it.each<[FaultRule['behaviour'], object, number]>([
    [{ type: 'status', status: 500 }, { reason: 'http-500 20500', status: 500 }, 0],
    [{ type: 'status', status: 429, retryAfter: 7 }, { reason: 'http-429 20429', retryAfterSeconds: 7 }, 0],
    [{ type: 'reset-before' }, { reason: 'connection-reset' }, 0],
    [{ type: 'reset-after' }, { reason: 'connection-reset' }, 1],
    [{ type: 'garbage' }, { reason: 'answer-unreadable' }, 0],
    [
      { type: 'redirect', location: 'http://127.0.0.1:1/' },
      { reason: expect.stringMatching(/^redirect-307/), status: 307 },
      0,
    ],
  ])('agree on the fault %j', async (behaviour, expected, messages) => {
    script(behaviour);
    expect(await send()).toMatchObject({ kind: 'refused', retryable: true, ...expected });
    expect(received()).toHaveLength(messages);
  });
});
