import { randomUUID } from 'node:crypto';
import type { Reported } from '@gatehouse/sandbox';
import { Administration } from '../../support/administration.js';
import { type Person, somebody } from '../../support/api.js';
import { eventually } from '../../support/eventually.js';
import { codeIn, postmarkAt, ServiceHarness } from '../../support/service-harness.js';

const SECRET = 'the-password-of-the-events';

interface Status {
  readonly delivery: string;
  readonly message: { readonly state: string; readonly reason: string | null } | null;
}

describe('a mail that bounces', () => {
  let harness: ServiceHarness;
  let administration: Administration;
  let key: string;

  beforeAll(async () => {
    harness = await ServiceHarness.open({
      environment: (url) => ({ ...postmarkAt(url), MAIL_POSTMARK_EVENTS_SECRET: SECRET }),
    });
    administration = new Administration(harness.api, harness.db);
    ({ key } = await administration.keyOf());
    await administration.createApplication('shop');
    harness.sandbox.reports.configure(reporting());
  });
  afterAll(() => harness.close());

  /** The gap between two messages to a person is not what is shown here, and the queue's clock cannot be moved. */
  const forgetEarlierMessages = () => harness.db.sql`delete from gatehouse.throttles`;
  const reporting = () => ({ url: harness.api.url, providers: { postmark: { secret: SECRET } } });
  /** Postmark reports this of somebody's mail, as soon as it has it. */
  const report = async (person: Person, kind: Reported, number = 1) =>
    expect(await harness.sandbox.reports.report(await harness.mailTo(person, number), kind)).toBe(204);
  const statusOf = async (userId: string, application = 'default'): Promise<Status> => {
    const path = `/v1/users/${userId}/activation?application=${application}`;
    return (await harness.api.http.get(path)).body as Status;
  };
  const heldBack = async (userId: string) => {
    await eventually('the message is held back', async () => (await statusOf(userId)).delivery === 'failed');
    return statusOf(userId);
  };
  const suppressionsOf = async (recipient: string) => {
    const answer = await administration.call(key, 'post', '/v1/admin/suppressions/lookup').send({ recipient });
    expect(answer.status).toBe(200);
    harness.api.expectDocumented('POST /v1/admin/suppressions/lookup', answer);
    return (answer.body as { suppressions: { id: string; cause: string; reason: string | null }[] }).suppressions;
  };

  it('is told on the stream, holds further mails back until an administrator lets them go', async () => {
    const ada = { ...somebody(), email: `bounce-${randomUUID()}@example.com` };
    const userId = await harness.api.register(ada);
    const stream = await fetch(`${harness.api.url}/v1/users/${userId}/activation`, {
      headers: { Accept: 'text/event-stream' },
    });
    // It ends by itself: nothing more is to be waited for.
    const events = await stream.text();
    expect(events.split('\n\n').at(-2)).toContain('"message":{"state":"bounced","reason":"mailbox-unavailable"}');

    await forgetEarlierMessages();
    const again = await harness.api.register(ada);
    expect(await heldBack(again)).toMatchObject({
      delivery: 'failed',
      message: { state: 'bounced', reason: 'mailbox-unavailable' },
    });
    expect(harness.mailsTo(ada)).toHaveLength(1);

    const [suppression] = await suppressionsOf(ada.email.toUpperCase());
    expect(suppression).toMatchObject({ cause: 'bounced', reason: 'mailbox-unavailable', channel: 'mail', userId });
    const remove = () => administration.call(key, 'delete', `/v1/admin/suppressions/${suppression?.id}`);
    expect(await remove()).toMatchObject({ status: 204 });
    expect(await remove()).toMatchObject({ status: 404, body: { code: 'suppression-unknown' } });
    expect(await suppressionsOf(ada.email)).toEqual([]);
    const [audited] = await harness.db.sql`
      select subject from gatehouse.audit_log where act = 'suppression.removed' and subject = ${suppression?.id ?? ''}`;
    expect(audited).toBeDefined();

    harness.sandbox.reports.configure({ ...reporting(), providers: {} });
    await forgetEarlierMessages();
    const third = await harness.api.register(ada);
    const mail = await harness.mailTo(ada, 2);
    await harness.deliveryIs(third, 'sent');
    expect((await harness.api.activate(ada, codeIn(mail) ?? '')).status).toBe(200);
    harness.sandbox.reports.configure(reporting());
  });

  it('is told as soon as the provider refuses its recipient, and nothing is held back once that takes it again', async () => {
    const ada = somebody();
    const before = await harness.deadLetters();
    harness.sandbox.faults.replace([{ to: ada.email, times: 1, behaviour: { type: 'refusal', why: 'recipient' } }]);
    const userId = await harness.api.register(ada);
    const stream = await fetch(`${harness.api.url}/v1/users/${userId}/activation`, {
      headers: { Accept: 'text/event-stream' },
    });
    const last = (await stream.text()).split('\n\n').at(-2);
    expect(last).toContain('"delivery":"failed"');
    expect(last).toContain('"message":{"state":"bounced","reason":"rejected"}');
    await eventually('it is recorded', async () => {
      const { body } = await administration.call(key, 'get', `/v1/admin/messages?userId=${userId}`);
      return (body as { messages: { state: string }[] }).messages[0]?.state === 'bounced';
    });
    const listed = await administration.call(key, 'get', `/v1/admin/messages?userId=${userId}&state=bounced`);
    harness.api.expectDocumented('GET /v1/admin/messages', listed);
    expect((listed.body as { messages: object[] }).messages).toMatchObject([
      { failure: 'bounced', bounce: 'hard', bounceReason: 'rejected', provider: 'postmark', deadLetter: false },
    ]);
    expect(await harness.deadLetters()).toBe(before);
    expect(await suppressionsOf(ada.email)).toEqual([]);

    await forgetEarlierMessages();
    const again = await harness.api.register(ada);
    await harness.deliveryIs(again, 'sent');
    expect((await harness.api.activate(ada, codeIn(await harness.mailTo(ada)) ?? '')).status).toBe(200);
  });

  it('is told alike, whether or not the address has an account', async () => {
    const [owner, nobody] = [somebody(), somebody()];
    await harness.activated(owner);
    await forgetEarlierMessages();
    const [ofOwner, ofNobody] = [await harness.api.register(owner), await harness.api.register(nobody)];
    await report(owner, 'hard-bounced', 2);
    await report(nobody, 'hard-bounced');
    for (const userId of [ofOwner, ofNobody]) {
      await eventually('the bounce is told', async () => (await statusOf(userId)).message?.state === 'bounced');
    }
    const seen = async (userId: string) => {
      const { delivery, message } = await statusOf(userId);
      return { delivery, message };
    };
    expect(await seen(ofOwner)).toEqual(await seen(ofNobody));
    await forgetEarlierMessages();
    const [first, second] = [await harness.api.register(owner), await harness.api.register(nobody)];
    expect(await heldBack(first)).toMatchObject({ message: (await heldBack(second)).message });
  });

  it('holds nothing back in another application, or where it was full', async () => {
    const ada = somebody();
    const userId = await harness.api.register(ada);
    await report(ada, 'soft-bounced');
    await eventually('it is told', async () => (await statusOf(userId)).message?.state === 'bounced');
    expect((await statusOf(userId)).message).toEqual({ state: 'bounced', reason: 'mailbox-full' });
    await forgetEarlierMessages();
    await harness.api.register(ada);
    await harness.mailTo(ada, 2);
    await report(ada, 'hard-bounced', 2);
    const inShop = await harness.api.register(ada, 'shop');
    await harness.mailTo(ada, 3);
    expect((await statusOf(inShop, 'shop')).delivery).not.toBe('failed');
  });

  it('is in the timeline, the messages and their list by state', async () => {
    const ada = somebody();
    const userId = await harness.api.register(ada);
    await report(ada, 'delivered');
    await report(ada, 'complained');
    const timeline = await administration.call(key, 'get', `/v1/admin/users/${userId}/timeline`);
    const entries = (timeline.body as { entries: { type: string; message: { state: string } | null }[] }).entries;
    expect(entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['message.delivered.v1', 'message.complained.v1']),
    );
    expect(entries.find(({ message }) => message)?.message?.state).toBe('complained');
    const listed = await administration.call(key, 'get', `/v1/admin/messages?state=complained&userId=${userId}`);
    harness.api.expectDocumented('GET /v1/admin/messages', listed);
    expect((listed.body as { messages: object[] }).messages).toMatchObject([
      { state: 'complained', deliveredAt: expect.any(String), complainedAt: expect.any(String), bouncedAt: null },
    ]);
  });

  it('after a complaint holds back all but what tells an owner of their account', async () => {
    const ada = somebody();
    const userId = await harness.activated(ada);
    await report(ada, 'complained');
    await forgetEarlierMessages();
    await harness.api.http.post('/v1/password-resets').send({ email: ada.email }).expect(202);
    const { accessToken } = (await harness.api.http.post('/v1/sessions').send(ada)).body as { accessToken: string };
    const changed = await harness.api.http
      .put('/v1/users/me/password')
      .auth(accessToken, { type: 'bearer' })
      .send({ currentPassword: ada.password, newPassword: 'eleven green umbrellas' });
    expect(changed.status).toBe(204);
    const ends = () => harness.db.sql`
      select template, state, failure from gatehouse.deliveries
      where user_id = ${userId} and state in ('sent', 'failed') and template <> 'activation-code' order by template`;
    await eventually('both have come to their end', async () => (await ends()).length === 2);
    expect([...(await ends())]).toEqual([
      { template: 'password-changed-notice', state: 'sent', failure: null },
      { template: 'password-reset-code', state: 'failed', failure: 'suppressed' },
    ]);
  });
});
