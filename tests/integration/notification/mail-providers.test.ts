import { randomUUID } from 'node:crypto';
import { readSettings } from '@gatehouse/platform/config';
import type { FaultRule } from '@gatehouse/sandbox';
import type { Dispatcher } from 'undici';
import { mailProvider } from '../../../libs/notification/adapters/providers/mail-providers.js';
import { providerDispatcher } from '../../../libs/notification/adapters/undici/call-provider.js';
import type { MailProvider, OutgoingMail } from '../../../libs/notification/application/ports/providers.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { MAIL_ROWS, type ProviderRow } from '../../support/notification/provider-rows.js';
import { type Refusal, SandboxStage } from '../../support/notification/provider-stage.js';

const MAIL: Omit<OutgoingMail, 'deliveryId'> = {
  recipient: { email: 'ada@example.org', name: 'Ada' },
  subject: 'Your code for Acme: ☕',
  text: 'Hello Ada,\n\n0042\n',
  html: '<p>Hello Ada, 0042</p>',
  about: { application: 'acme', template: 'activation-code', locale: 'en', code: '0042' },
};
const SECRETS = ['ada@example.org', 'Ada', '0042', 'the-key', 'the-secret'];

describe.each(MAIL_ROWS)('mails by $name', (row) => {
  let stage: SandboxStage;
  let dispatcher: Dispatcher;
  let provider: MailProvider;

  const providerWith = (changes: ReturnType<ProviderRow['at']> = {}): MailProvider => {
    const { mail } = readSettings({
      ...TEST_ENVIRONMENT,
      DATABASE_URL: 'postgres://localhost/x',
      MAIL_PROVIDERS: row.name,
      MAIL_SENDER: 'no-reply@acme.example',
      MAIL_SENDER_NAME: 'Acme',
      ...row.at(stage.url),
      ...changes,
    });
    const [settings] = mail.providers;
    if (!settings) throw new Error('No provider is configured');
    return mailProvider(settings, mail.sender, { dispatcher });
  };

  beforeAll(async () => {
    stage = await SandboxStage.open();
    dispatcher = providerDispatcher();
    provider = providerWith();
  });
  afterAll(async () => {
    await dispatcher.close();
    await stage.close();
  });
  beforeEach(() => stage.clear());

  const aMail = (changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
    ...MAIL,
    deliveryId: randomUUID(),
    ...changes,
  });

  it('arrive with everything that they say, under our id and the provider’s', async () => {
    const mail = aMail();
    const answer = await provider.send(mail);
    expect(stage.received()).toMatchObject([
      {
        provider: row.name,
        from: 'no-reply@acme.example',
        fromName: 'Acme',
        to: 'ada@example.org',
        toName: 'Ada',
        subject: MAIL.subject,
        text: MAIL.text,
        html: MAIL.html,
        customId: mail.deliveryId,
      },
    ]);
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: stage.received()[0]?.id });
  });

  it('come from the application’s own sender, to a name of any characters, and are answered where it says', async () => {
    const name = 'Zoë "Ada" O\\Hara, <x@example.com>';
    const from = { email: 'hello@shop.example', name: 'Shop, "The"' };
    await provider.send(aMail({ recipient: { email: 'zoe@example.org', name }, from, replyTo: 'help@shop.example' }));
    await provider.send(aMail({ recipient: { email: 'zoe@example.org', name: null } }));
    expect(stage.received()).toMatchObject([
      { from: from.email, fromName: from.name, to: 'zoe@example.org', toName: name, replyTo: 'help@shop.example' },
      { to: 'zoe@example.org', toName: null },
    ]);
  });

  it.each<[Refusal, object]>([
    ['key', { retryable: true, needsOperator: true }],
    ['sender', { retryable: true, needsOperator: true }],
    ['quota', { retryable: true, needsOperator: true }],
    ['recipient', { retryable: false }],
    ['rate', { retryable: true }],
    ['outage', { retryable: true }],
  ])('are refused for the %s as everywhere', async (why, expected) => {
    stage.refuses(why);
    const answer = refusedIn(await provider.send(aMail()));
    const { status: _, reason, retryAfterSeconds, isAboutSender, bounce, ...verdict } = answer;
    expect(verdict).toEqual({ kind: 'refused', ...expected });
    expect(bounce).toBe(why === 'recipient' ? row.bounce : undefined);
    expect(isAboutSender).toBe(why === 'sender' ? row.tellsSender : undefined);
    expect(retryAfterSeconds).toBe(why === 'rate' ? row.rateSeconds : undefined);
    for (const secret of SECRETS) expect(reason).not.toContain(secret);
    expect(stage.received()).toEqual([]);
  });

  it.each<[FaultRule['behaviour'], object, number]>([
    [{ type: 'status', status: 500 }, { status: 500 }, 0],
    [{ type: 'status', status: 429, retryAfter: 7 }, { status: 429, retryAfterSeconds: 7 }, 0],
    [{ type: 'status', status: 502 }, { status: 502, mayBeTaken: true }, 0],
    [{ type: 'reset-before' }, { reason: 'connection-reset', mayBeTaken: true }, 0],
    [{ type: 'reset-after' }, { reason: 'connection-reset', mayBeTaken: true }, 1],
    [{ type: 'redirect', location: 'http://127.0.0.1:1/' }, { status: 307 }, 0],
  ])('are to be tried again after %j', async (behaviour, expected, messages) => {
    stage.behaves(behaviour);
    expect(await provider.send(aMail())).toMatchObject({ kind: 'refused', retryable: true, ...expected });
    expect(stage.received()).toHaveLength(messages);
  });

  const { partial } = row;
  if (partial) {
    it('are not sent for a 200 alone, which may carry an error or nothing', async () => {
      stage.behaves({ type: 'status', status: 200, body: partial });
      expect(await provider.send(aMail())).toMatchObject({ kind: 'refused', status: 200 });
      stage.behaves({ type: 'garbage' });
      expect(await provider.send(aMail())).toMatchObject({ kind: 'refused', retryable: true, mayBeTaken: true });
    });
  }

  it('arrive as large as an application may make them', async () => {
    const [text, html] = ['☕'.repeat(20_000), '☕'.repeat(120_000)];
    expect(await provider.send(aMail({ text, html }))).toMatchObject({ kind: 'accepted' });
    expect(stage.received()).toMatchObject([{ text, html }]);
  });

  it('go to and come from names of any length that people and applications may have', async () => {
    const [name, toName] = ['Café '.repeat(20).trim(), 'Zoë '.repeat(15).trim()];
    const from = { email: 'no-reply@acme.example', name };
    const answer = await provider.send(aMail({ recipient: { email: 'zoe@example.org', name: toName }, from }));
    expect(answer).toMatchObject({ kind: 'accepted' });
    const [{ fromName = null, ...received } = {}] = stage.received();
    expect(received).toMatchObject({ toName });
    expect(name.startsWith(fromName ?? 'none')).toBe(true);
  });

  it('are refused for good with an address that is none', async () => {
    const answer = await provider.send(aMail({ recipient: { email: 'nobody', name: null } }));
    expect(answer).toMatchObject({ kind: 'refused', retryable: false });
  });

  it(`are ${row.isIdempotent ? 'sent once' : 'sent again'} when the first answer was lost`, async () => {
    stage.behaves({ type: 'reset-after' });
    const mail = aMail();
    expect(await provider.send(mail)).toMatchObject({ reason: 'connection-reset' });
    const [first] = stage.received();
    const answer = await provider.send(mail);
    expect(stage.received()).toHaveLength(row.isIdempotent ? 1 : 2);
    const known = row.refusesRepetition ? null : first?.id;
    if (row.isIdempotent) expect(answer).toEqual({ kind: 'accepted', providerMessageId: known });
  });

  if (row.isIdempotent) {
    it('are neither sent again nor given up when their words have changed since the lost answer', async () => {
      const mail = aMail();
      await provider.send(mail);
      expect(await provider.send({ ...mail, subject: 'Your code for Acme' })).toMatchObject({ kind: 'accepted' });
      expect(stage.received()).toMatchObject([{ subject: MAIL.subject }]);
    });
  }

  const { wrong } = row;
  if (wrong) {
    it('need credentials, which can be checked without sending', async () => {
      expect(await provider.check?.()).toEqual({ kind: 'accepted', providerMessageId: null });
      const refused = { kind: 'refused', retryable: true, needsOperator: true };
      expect(await providerWith(wrong).check?.()).toMatchObject(refused);
      expect(await providerWith(wrong).send(aMail())).toMatchObject(refused);
      expect(stage.received()).toEqual([]);
    });
  }
});

function refusedIn(answer: Awaited<ReturnType<MailProvider['send']>>) {
  if (answer.kind !== 'refused') throw new Error('It was accepted');
  return answer;
}
