import { createSandbox, type FaultRule, type Sandbox } from '@gatehouse/sandbox';
import { MailjetMailProvider } from '../../../libs/notification/adapters/mailjet/mailjet-mail-provider.js';
import { MailRenderer } from '../../../libs/notification/adapters/templates/mail-renderer.js';
import { providerDispatcher } from '../../../libs/notification/adapters/undici/call-provider.js';
import { plainLook } from '../../support/notification/plain-look.js';

describe('the adapter for Mailjet and the stand-in for Mailjet', () => {
  let sandbox: Sandbox;
  let dispatcher: ReturnType<typeof providerDispatcher>;
  let baseUrl: string;

  beforeAll(async () => {
    sandbox = createSandbox({ mailCredentials: { user: 'key', password: 'secret' } });
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

  async function send({ email = 'ada@example.org', apiSecret = 'secret' } = {}) {
    const provider = new MailjetMailProvider({
      name: 'sandbox',
      baseUrl,
      apiKey: 'key',
      apiSecret,
      from: { email: 'no-reply@acme.example', name: 'Acme' },
      dispatcher,
    });
    const { recipientName: name, ...mail } = await new MailRenderer({ find: async () => null }).render({
      recipient: { email, name: 'Ada' },
      locale: 'fr',
      sender: { application: 'acme', applicationName: 'Acme', defaultLocale: 'en', look: plainLook },
      content: { template: 'activation-code', digits: '0042', number: 1, lifeSeconds: 60 },
    });
    return provider.send({ deliveryId: 'delivery-1', recipient: { email, name }, ...mail });
  }
  const received = () => sandbox.store.list({ limit: 10 });
  const script = (behaviour: FaultRule['behaviour']) => sandbox.faults.replace([{ times: 1, behaviour }]);

  it('agree on a mail that is accepted', async () => {
    const answer = await send();
    expect(received()).toMatchObject([
      {
        from: 'no-reply@acme.example',
        fromName: 'Acme',
        to: 'ada@example.org',
        toName: 'Ada',
        subject: 'Votre code pour Acme',
        text: expect.stringMatching(/^0042$/m),
        html: expect.stringContaining('lang="fr"'),
        customId: 'delivery-1',
        headers: { 'Auto-Submitted': 'auto-generated' },
      },
    ]);
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: received()[0]?.id });
  });

  it('agree on an address that is none', async () => {
    const answer = await send({ email: 'ada@nowhere' });
    expect(answer).toMatchObject({ kind: 'refused', retryable: false, reason: expect.stringMatching(/^http-400 mj-/) });
  });

  it('agree on a key that is not the right one', async () => {
    const answer = await send({ apiSecret: 'wrong' });
    const reason = expect.stringMatching(/^credentials-refused-401/);
    expect(answer).toEqual({ kind: 'refused', retryable: true, reason, status: 401, needsOperator: true });
  });

  it.each<[FaultRule['behaviour'], object, number]>([
    [{ type: 'status', status: 500 }, { reason: 'http-500', status: 500 }, 0],
    [{ type: 'status', status: 429, retryAfter: 7 }, { reason: 'http-429', status: 429, retryAfterSeconds: 7 }, 0],
    [{ type: 'reset-before' }, { reason: 'connection-reset' }, 0],
    [{ type: 'reset-after' }, { reason: 'connection-reset' }, 1],
    [{ type: 'garbage' }, { reason: 'answer-unreadable', status: 200 }, 0],
    [{ type: 'redirect', location: 'http://127.0.0.1:1/' }, { reason: 'redirect-307', status: 307 }, 0],
  ])('agree on a fault, and the next mail goes through: %j', async (behaviour, refusal, taken) => {
    script(behaviour);
    expect(await send()).toMatchObject({ kind: 'refused', retryable: true, ...refusal });
    expect(received()).toHaveLength(taken);
    expect(await send()).toMatchObject({ kind: 'accepted' });
  });
});
