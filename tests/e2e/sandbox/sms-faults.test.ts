import { NOTIFICATION } from '@gatehouse/notification';
import { PLATFORM } from '@gatehouse/platform/container';
import type { FaultRule } from '@gatehouse/sandbox';
import type { Container } from 'inversify';
import { TwilioTextProvider } from '../../../libs/notification/adapters/twilio/twilio-text-provider.js';
import { basic, somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

/** The sandbox takes both kinds of messages at one address. */
const atTheSandbox = (container: Container): void => {
  const { mail, sms } = container.get(PLATFORM.settings);
  const dispatcher = container.get(NOTIFICATION.dispatcher);
  const provider = new TwilioTextProvider({
    name: 'sandbox',
    baseUrl: mail.providers[0]?.url ?? '',
    accountSid: 'account',
    authToken: 'token',
    sender: sms.sender,
    dispatcher,
  });
  container.rebind(NOTIFICATION.textProvider).toConstantValue(provider);
};

describe('an SMS on its way to the provider', () => {
  let harness: ServiceHarness;
  let userId: string;
  let token: string;
  let phone: string;
  let numbers = 0;

  beforeAll(async () => {
    harness = await ServiceHarness.open({ adjustWorker: atTheSandbox });
  });
  afterAll(() => harness.close());
  beforeEach(async () => {
    const person = somebody();
    userId = await harness.api.register(person);
    await harness.deliveryIs(userId, 'sent');
    await harness.api.activate(person, codeIn(await harness.mailTo(person)) ?? '');
    const session = await harness.api.http.post('/v1/sessions').set('Authorization', basic(person));
    token = (session.body as { accessToken: string }).accessToken;
    phone = `+3361234567${numbers}`;
    numbers += 1;
  });
  afterEach(() => harness.sandbox.faults.replace([]));

  const fails = (behaviour: FaultRule['behaviour'], times = 1) =>
    harness.sandbox.faults.replace([{ to: phone, times, behaviour }]);
  const post = (path: string, body: object) =>
    harness.api.http.post(`/v1/users/me/phone/${path}`).set('Authorization', `Bearer ${token}`).send(body);
  const received = () => harness.mailsTo({ email: phone });
  const smsIs = (state: string) =>
    eventually(`the SMS is ${state}`, async () => {
      const [row] = await harness.db.sql`
        select state from gatehouse.deliveries where user_id = ${userId} and channel = 'sms'`;
      return row?.['state'] === state;
    });
  const verifies = async () => {
    const code = codeIn(received().at(-1) as never) ?? '';
    const answer = await post('verification', { code });
    expect(answer).toMatchObject({ status: 200, body: { phone, phoneVerified: true } });
  };

  it('is accepted, and its code verifies the phone', async () => {
    expect((await post('code', { phone })).status).toBe(202);
    await smsIs('sent');
    expect(received()).toMatchObject([{ channel: 'sms', to: phone, text: expect.stringMatching(/^[0-9]{6}$/m) }]);
    expect(received()[0]?.text?.split('\n').at(-1)).toMatch(/^@127\.0\.0\.1 #[0-9]{6}$/);
    await verifies();
  });

  it.each<[FaultRule['behaviour'], number]>([
    [{ type: 'status', status: 500 }, 1],
    [{ type: 'status', status: 429, retryAfter: 1 }, 1],
    [{ type: 'reset-before' }, 1],
    [{ type: 'reset-after' }, 2],
    [{ type: 'garbage' }, 1],
  ])('comes through after %j', async (behaviour, messages) => {
    fails(behaviour);
    await post('code', { phone });
    await smsIs('sent');
    expect(received()).toHaveLength(messages);
    expect(new Set(received().map((message) => codeIn(message))).size).toBe(1);
    await verifies();
  });

  it('is a dead letter when the provider refuses the number for good', async () => {
    fails({ type: 'status', status: 400 }, 5);
    await post('code', { phone });
    await smsIs('failed');
    expect(received()).toEqual([]);
    const [code] = await harness.db.sql`
      select failure, expires_at from gatehouse.activation_codes where user_id = ${userId} and purpose = 'phone'`;
    expect(code).toEqual({ failure: 'refused', expires_at: null });
  });
});
