import { NOTIFICATION } from '@gatehouse/notification';
import { PLATFORM } from '@gatehouse/platform/container';
import type { FaultRule } from '@gatehouse/sandbox';
import type { Container } from 'inversify';
import { MailjetMailProvider } from '../../../libs/notification/adapters/mailjet/mailjet-mail-provider.js';
import { Administration } from '../../support/administration.js';
import { somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, ServiceHarness } from '../../support/service-harness.js';

const MINUTE = 60_000;

/** The same provider with one second of patience, so that a provider that never answers is soon given up. */
const impatient = (container: Container): void => {
  const { mail } = container.get(PLATFORM.settings);
  const { name, url: baseUrl } = mail.providers[0] as { name: string; url: string };
  const dispatcher = container.get(NOTIFICATION.dispatcher);
  const provider = new MailjetMailProvider({
    name,
    baseUrl,
    apiKey: 'key',
    apiSecret: 'secret',
    from: mail.sender,
    dispatcher,
    sendTimeoutSeconds: 1,
  });
  container.rebind(NOTIFICATION.provider).toConstantValue(provider);
};

describe('a mail on its way to the provider', () => {
  let harness: ServiceHarness;

  beforeAll(async () => {
    harness = await ServiceHarness.open({ adjustWorker: impatient });
  });
  afterAll(() => harness.close());
  afterEach(async () => {
    harness.sandbox.faults.clear();
    await harness.db.setTime(null);
  });

  /** The gap between two messages to a person is not what is shown here, and the queue's clock cannot be moved. */
  const forgetEarlierMessages = () => harness.db.sql`delete from gatehouse.throttles`;

  const fails = (...rules: FaultRule[]) => harness.sandbox.faults.replace(rules);

  it('is accepted, shown as sent, and its code activates the account', async () => {
    const ada = somebody();
    const userId = await harness.api.register(ada);
    const mail = await harness.mailTo(ada);
    await harness.deliveryIs(userId, 'sent');
    const answer = await harness.api.activate(ada, codeIn(mail) ?? '');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'active', emailVerified: true });
  });

  it('comes through after three answers of 500', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 3, behaviour: { type: 'status', status: 500 } });
    const userId = await harness.api.register(ada);
    const mail = await harness.mailTo(ada);
    await harness.deliveryIs(userId, 'sent');
    expect(harness.mailsTo(ada)).toHaveLength(1);
    expect((await harness.api.activate(ada, codeIn(mail) ?? '')).status).toBe(200);
  });

  it('waits as long as a 429 asks it to', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 1, behaviour: { type: 'status', status: 429, retryAfter: 2 } });
    const userId = await harness.api.register(ada);
    await harness.mailTo(ada);
    await harness.deliveryIsRecorded(userId, 'sent');
    const [delivery] = await harness.db.sql<{ attempts: number; waited: number }[]>`
      select attempts, extract(epoch from sent_at - created_at)::float as waited
      from gatehouse.deliveries where user_id = ${userId}`;
    expect(delivery?.attempts).toBe(2);
    expect(delivery?.waited).toBeGreaterThanOrEqual(2);
  });

  it('carries the same digits when it is repeated because the acceptance got lost', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 1, behaviour: { type: 'reset-after' } });
    const userId = await harness.api.register(ada);
    const [first, second] = [await harness.mailTo(ada, 1), await harness.mailTo(ada, 2)];
    await harness.deliveryIs(userId, 'sent');
    expect(codeIn(second)).toBe(codeIn(first));
    expect(second.customId).toBe(first.customId);
    expect((await harness.api.activate(ada, codeIn(first) ?? '')).status).toBe(200);
    expect((await harness.api.activate(ada, codeIn(first) ?? '')).status).toBe(409);
  });

  it('is tried again when the provider never answers', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 1, behaviour: { type: 'hang' } });
    const userId = await harness.api.register(ada);
    await harness.deliveryIs(userId, 'sending');
    await harness.mailTo(ada);
    await harness.deliveryIs(userId, 'sent');
  });

  it('dies at its deadline when it is refused for ever: a dead letter, shown as failed, and another can be asked for', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 'always', behaviour: { type: 'status', status: 503 } });
    const userId = await harness.api.register(ada);
    await harness.deliveryIs(userId, 'sending');
    await harness.db.advance(11 * MINUTE);
    await harness.deliveryIs(userId, 'failed');
    await eventually('there is a dead letter', async () => (await harness.deadLetters()) === 1);

    fails();
    await harness.db.setTime(null);
    await forgetEarlierMessages();
    const answer = await harness.api.http.post('/v1/users/activation/code').send({ email: ada.email });
    expect(answer.status).toBe(202);
    await harness.deliveryIs(userId, 'sent');
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
  });

  it('is dead at once when it is refused for good, and the person sees it live', async () => {
    const ada = somebody();
    fails({ to: ada.email, times: 1, behaviour: { type: 'status', status: 400 } });
    const userId = await harness.api.register(ada);
    const stream = await fetch(`${harness.api.url}/v1/users/${userId}/activation`, {
      headers: { Accept: 'text/event-stream' },
    });
    // The stream ends with the message, so its whole text can be waited for.
    const deliveries = [...(await stream.text()).matchAll(/"delivery":"(\w+)"/g)].map(([, delivery]) => delivery);
    expect(deliveries.at(-1)).toBe('failed');
    expect(harness.mailsTo(ada)).toHaveLength(0);
  });

  it('is found among the dead letters, and tried anew for whoever still waits for it', async () => {
    const admin = new Administration(harness.api, harness.db);
    const { key } = await admin.keyOf();
    const [ada, grace] = [somebody(), somebody()];
    const support = (await admin.someone('support')).token;
    fails({ times: 'always', behaviour: { type: 'status', status: 400 } });
    const ids: string[] = [];
    for (const person of [ada, grace]) {
      const userId = await harness.api.register(person);
      await harness.deliveryIs(userId, 'failed');
      ids.push(userId);
    }
    const looked = await admin.call(key, 'post', '/v1/admin/messages/lookup').send({ email: ada.email.toUpperCase() });
    harness.api.expectDocumented('POST /v1/admin/messages/lookup', looked);
    const { messages } = looked.body as { messages: { id: string }[] };
    expect(messages).toMatchObject([
      { userId: ids[0], recipient: ada.email, state: 'failed', failure: 'refused', deadLetter: true, attempts: 1 },
    ]);
    expect(messages).toMatchObject([{ answers: [{ attempt: 1, outcome: 'refused', answer: 'http-400' }] }]);
    const before = await harness.deadLetters();

    fails();
    // Grace has got in meanwhile: her dead letter is nothing to her any more.
    await harness.db
      .sql`update gatehouse.users set state = 'active', email_verified_at = now() where id = ${ids[1] ?? ''}`;
    const seen = await admin.call(support, 'get', `/v1/admin/messages/${messages[0]?.id}`);
    expect(seen).toMatchObject({ status: 200, body: { recipient: ada.email } });
    const retried = await admin.call(support, 'post', `/v1/admin/messages/${messages[0]?.id}/retry`);
    harness.api.expectDocumented('POST /v1/admin/messages/{id}/retry', retried);
    expect(retried.status).toBe(202);
    await harness.deliveryIs(ids[0] ?? '', 'sent');
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
    expect(await harness.deadLetters()).toBe(before - 1);

    const all = await admin.call(key, 'post', '/v1/admin/messages/retry').send({ failure: 'refused' });
    harness.api.expectDocumented('POST /v1/admin/messages/retry', all);
    expect(all.body).toMatchObject({ more: false });
    const ofGrace = `/v1/admin/messages?userId=${ids[1]}`;
    await eventually('nobody waits for the message', async () => {
      const { body } = await admin.call(key, 'get', ofGrace);
      return (body as { messages: { failure: string | null }[] }).messages[0]?.failure === 'code-over';
    });
    const list = await admin.call(key, 'get', ofGrace);
    harness.api.expectDocumented('GET /v1/admin/messages', list);
    expect(list.body).toMatchObject({ messages: [{ deadLetter: false, retries: 1, attempts: 2 }], nextAfter: null });
    expect(harness.mailsTo(grace)).toEqual([]);
  });

  it('goes nowhere else when the provider points there, and is tried again after a babble', async () => {
    const ada = somebody();
    fails(
      { to: ada.email, times: 1, behaviour: { type: 'redirect', location: `${harness.api.url}/v1/users` } },
      { to: ada.email, times: 1, behaviour: { type: 'garbage' } },
    );
    const userId = await harness.api.register(ada);
    await harness.deliveryIs(userId, 'sent');
    expect(harness.mailsTo(ada)).toHaveLength(1);
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
  });

  it('tells the owner of an active account that there is one, and carries no code', async () => {
    const ada = somebody();
    await harness.api.register(ada);
    await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '');
    await forgetEarlierMessages();

    const again = await harness.api.register({ ...ada, password: 'another long lantern' });
    await harness.deliveryIs(again, 'sent');
    const mail = await harness.mailTo(ada, 2);
    expect(codeIn(mail)).toBeNull();
    expect(mail.subject).toMatch(/already/i);
  });
});
