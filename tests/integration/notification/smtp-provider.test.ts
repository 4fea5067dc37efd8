import { randomUUID } from 'node:crypto';
import { readSmtpFault } from '../../../libs/notification/adapters/smtp/read-smtp-fault.js';
import { SmtpMailProvider } from '../../../libs/notification/adapters/smtp/smtp-mail-provider.js';
import type { OutgoingMail } from '../../../libs/notification/application/ports/providers.js';
import { LOCALHOST_CERTIFICATE } from '../../support/notification/localhost-certificate.js';
import { type Refusal, SmtpStage } from '../../support/notification/provider-stage.js';

const aMail = (changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
  deliveryId: randomUUID(),
  recipient: { email: 'ada@example.org', name: 'Ada' },
  subject: 'Your code for Acme: ☕',
  text: 'Hello Ada,\n\n0042\n',
  html: '<p>Hello Ada, 0042</p>',
  ...changes,
});
const FROM = { email: 'no-reply@acme.example', name: 'Acme' };

const open = new Set<{ close(): void | Promise<void> }>();
const kept = <T extends { close(): void | Promise<void> }>(thing: T): T => {
  open.add(thing);
  return thing;
};
afterEach(async () => {
  for (const thing of [...open].toReversed()) await thing.close();
  open.clear();
});

const stageWith = async (...options: Parameters<typeof SmtpStage.open>) => kept(await SmtpStage.open(...options));
const providerAt = (url: string, { tls = 'required', ca = LOCALHOST_CERTIFICATE.cert } = {}) =>
  kept(new SmtpMailProvider({ url, tls }, FROM, { name: 'smtp', ca, sendTimeoutSeconds: 60 }));

describe('mails by SMTP', () => {
  it.each([
    ['STARTTLS', {}],
    ['TLS from the start', { secure: true }],
  ])('arrive over %s with everything that they say', async (_, options) => {
    const stage = await stageWith(options);
    const mail = aMail({ replyTo: 'help@shop.example' });
    const answer = await providerAt(stage.url).send(mail);
    expect(stage.received()).toMatchObject([
      {
        from: FROM.email,
        fromName: FROM.name,
        to: 'ada@example.org',
        toName: 'Ada',
        subject: mail.subject,
        text: expect.stringMatching(/^Hello Ada,\n\n0042\n/),
        html: expect.stringContaining(mail.html),
        replyTo: 'help@shop.example',
        customId: mail.deliveryId,
      },
    ]);
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: `<${mail.deliveryId}@acme.example>` });
  });

  it('come from the application’s own sender, to a name of any characters', async () => {
    const stage = await stageWith();
    const name = 'Zoë "Ada" O\\Hara, <x@example.com>';
    const from = { email: 'hello@shop.example', name: 'Shop, "The"' };
    await providerAt(stage.url).send(aMail({ recipient: { email: 'zoe@example.org', name }, from }));
    expect(stage.received()).toMatchObject([
      { from: from.email, fromName: from.name, to: 'zoe@example.org', toName: name },
    ]);
  });

  it('share connections', async () => {
    let connections = 0;
    const stage = await stageWith({
      onConnect: (_session, done) => {
        connections += 1;
        done();
      },
    });
    const provider = providerAt(stage.url);
    for (let count = 0; count < 3; count += 1) await provider.send(aMail());
    expect(stage.received()).toHaveLength(3);
    expect(connections).toBe(1);
  });

  it.each<[Refusal, object]>([
    ['key', { retryable: true, needsOperator: true, reason: 'credentials-refused-535' }],
    ['sender', { retryable: true, needsOperator: true, isAboutSender: true, reason: 'credentials-refused-550' }],
    ['quota', { retryable: true, needsOperator: true, isAboutSender: true, reason: 'credentials-refused-550' }],
    ['recipient', { retryable: false, bounce: 'mailbox-unavailable', reason: 'smtp-550' }],
    ['rate', { retryable: true, reason: 'smtp-451' }],
    ['outage', { retryable: true, reason: 'smtp-421' }],
  ])('are refused for the %s as everywhere', async (why, expected) => {
    const stage = await stageWith();
    stage.refuses(why);
    const answer = await providerAt(stage.url).send(aMail());
    expect(answer).toEqual({ kind: 'refused', status: expect.any(Number), ...expected });
    expect(stage.received()).toEqual([]);
  });

  it.each([
    ['552 5.2.2 Mailbox full', { retryable: false, bounce: 'mailbox-full' }],
    ['550 5.7.1 Blocked by policy', { retryable: false, bounce: 'rejected' }],
    ['550 Requested action not taken', { retryable: false, bounce: 'rejected' }],
    ['554 5.7.1 Relay access denied', { retryable: true, needsOperator: true }],
    ['550 5.7.1 Unable to relay for ada@example.org', { retryable: true, needsOperator: true }],
    ['550-relay not permitted!', { retryable: true, needsOperator: true }],
    // The words of a stranger, who has typed the address.
    ['550 5.1.1 <relay@example.org>: User unknown', { retryable: false, bounce: 'mailbox-unavailable' }],
    ['550 We do not know relay.denied@relay.example', { retryable: false, bounce: 'rejected' }],
  ])('are refused for what the server says of the recipient: %s', (response, expected) => {
    const error = { code: 'EENVELOPE', command: 'RCPT TO', response, responseCode: Number(response.slice(0, 3)) };
    expect(readSmtpFault(error)).toEqual({
      kind: 'refused',
      status: error.responseCode,
      reason: `smtp-${error.responseCode}`,
      ...expected,
    });
  });

  it('never go out without encryption, unless the settings allow it', async () => {
    const stage = await stageWith({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const refused = { kind: 'refused', retryable: true, needsOperator: true, reason: 'tls-missing' };
    expect(await providerAt(stage.url).send(aMail())).toEqual(refused);
    expect(await providerAt(stage.url, { tls: 'off' }).send(aMail())).toMatchObject({ kind: 'accepted' });
    expect(stage.received()).toHaveLength(1);
  });

  it.each([
    ['STARTTLS', {}],
    ['TLS from the start', { secure: true }],
  ])('go to nobody whose certificate is unknown, over %s', async (_, options) => {
    const stage = await stageWith(options);
    const answer = await providerAt(stage.url, { ca: '' }).send(aMail());
    expect(answer).toEqual({ kind: 'refused', retryable: true, needsOperator: true, reason: 'certificate-refused' });
    expect(stage.received()).toEqual([]);
  });

  it('are to be tried again when nobody listens, or the time is over', async () => {
    const stage = await stageWith();
    await stage.close();
    expect(await providerAt(stage.url).send(aMail())).toMatchObject({ retryable: true, reason: 'connection-refused' });
    const silent = await stageWith({ onConnect: () => undefined });
    const late = new SmtpMailProvider({ url: silent.url, tls: 'required' }, FROM, {
      name: 'smtp',
      timeoutSignal: () => AbortSignal.abort(),
    });
    expect(await kept(late).send(aMail())).toEqual({
      kind: 'refused',
      retryable: true,
      reason: 'timeout',
      mayBeTaken: true,
    });
  });

  it('need a login, which can be checked without sending', async () => {
    const stage = await stageWith();
    const provider = providerAt(stage.url);
    expect(await provider.check()).toEqual({ kind: 'accepted', providerMessageId: null });
    stage.refuses('key');
    expect(await providerAt(stage.url).check()).toMatchObject({ kind: 'refused', needsOperator: true });
    expect(stage.received()).toEqual([]);
  });
});
