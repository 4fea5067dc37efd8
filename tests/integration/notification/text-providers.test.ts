import { randomUUID } from 'node:crypto';
import { readSettings } from '@gatehouse/platform/config';
import type { FaultRule } from '@gatehouse/sandbox';
import type { Dispatcher } from 'undici';
import { textProvider } from '../../../libs/notification/adapters/providers/text-providers.js';
import { providerDispatcher } from '../../../libs/notification/adapters/undici/call-provider.js';
import type { OutgoingText, TextProvider } from '../../../libs/notification/application/ports/providers.js';
import { TEST_ENVIRONMENT } from '../../support/api.js';
import { type ProviderRow, TEXT_ROWS } from '../../support/notification/provider-rows.js';
import { type Refusal, SandboxStage } from '../../support/notification/provider-stage.js';

const SECRETS = ['33612345678', '482913', 'the-key'];

describe.each(TEXT_ROWS)('text messages by $name', (row) => {
  let stage: SandboxStage;
  let dispatcher: Dispatcher;
  let provider: TextProvider;

  const providerWith = (changes: ReturnType<ProviderRow['at']> = {}): TextProvider => {
    const { sms } = readSettings({
      ...TEST_ENVIRONMENT,
      DATABASE_URL: 'postgres://localhost/x',
      SMS_PROVIDERS: row.name,
      SMS_SENDER: 'Acme',
      ...row.at(stage.url),
      ...changes,
    });
    const [settings] = sms.providers;
    if (!settings) throw new Error('No provider is configured');
    return textProvider(settings, sms.sender, { dispatcher });
  };
  const aText = (changes: Partial<OutgoingText> = {}): OutgoingText => ({
    phone: '+33612345678',
    text: 'Acme: your code is\n482913\n',
    deliveryId: randomUUID(),
    ...changes,
  });

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

  it('arrive under our id and the provider’s', async () => {
    const message = aText();
    const answer = await provider.send(message);
    const customId = row.name === 'twilio' ? null : message.deliveryId;
    expect(stage.received()).toMatchObject([
      { provider: row.name, from: 'Acme', to: message.phone, text: message.text, customId },
    ]);
    expect(answer).toEqual({ kind: 'accepted', providerMessageId: stage.received()[0]?.id });
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
    const answer = await provider.send(aText());
    if (answer.kind !== 'refused') throw new Error('It was accepted');
    const { status: _, reason, retryAfterSeconds, bounce, ...verdict } = answer;
    expect(verdict).toEqual({ kind: 'refused', ...expected });
    expect(bounce).toBe(why === 'recipient' ? row.bounce : undefined);
    expect(retryAfterSeconds).toBe(why === 'rate' ? row.rateSeconds : undefined);
    for (const secret of SECRETS) expect(reason).not.toContain(secret);
    expect(stage.received()).toEqual([]);
  });

  it.each<[FaultRule['behaviour'], object, number]>([
    [{ type: 'status', status: 500 }, { status: 500 }, 0],
    [{ type: 'status', status: 429, retryAfter: 7 }, { status: 429, retryAfterSeconds: 7 }, 0],
    [{ type: 'status', status: 504 }, { status: 504, mayBeTaken: true }, 0],
    [{ type: 'reset-before' }, { reason: 'connection-reset', mayBeTaken: true }, 0],
    [{ type: 'reset-after' }, { reason: 'connection-reset', mayBeTaken: true }, 1],
    [{ type: 'redirect', location: 'http://127.0.0.1:1/' }, { status: 307 }, 0],
  ])('are to be tried again after %j', async (behaviour, expected, messages) => {
    stage.behaves(behaviour);
    expect(await provider.send(aText())).toMatchObject({ kind: 'refused', retryable: true, ...expected });
    expect(stage.received()).toHaveLength(messages);
  });

  const { partial } = row;
  if (partial) {
    it('are not sent for a 200 alone, which may carry an error or nothing', async () => {
      stage.behaves({ type: 'status', status: 200, body: partial });
      expect(await provider.send(aText())).toMatchObject({ kind: 'refused', status: 200 });
      stage.behaves({ type: 'garbage' });
      expect(await provider.send(aText())).toMatchObject({ kind: 'refused', retryable: true, mayBeTaken: true });
    });
  }

  it(`are ${row.isIdempotent ? 'sent once' : 'sent again'} when the first answer was lost`, async () => {
    stage.behaves({ type: 'reset-after' });
    const message = aText();
    expect(await provider.send(message)).toMatchObject({ reason: 'connection-reset' });
    const [first] = stage.received();
    const answer = await provider.send(message);
    expect(stage.received()).toHaveLength(row.isIdempotent ? 1 : 2);
    if (row.isIdempotent) expect(answer).toEqual({ kind: 'accepted', providerMessageId: first?.id });
  });

  if (row.isIdempotent) {
    it('are neither sent again nor given up when their words have changed since the lost answer', async () => {
      const message = aText();
      await provider.send(message);
      expect(await provider.send({ ...message, text: 'Acme Inc.\n482913\n' })).toMatchObject({ kind: 'accepted' });
      expect(stage.received()).toMatchObject([{ text: message.text }]);
    });
  }

  const { wrong } = row;
  if (wrong) {
    it('need credentials, which can be checked without sending', async () => {
      expect(await provider.check?.()).toEqual({ kind: 'accepted', providerMessageId: null });
      const refused = { kind: 'refused', retryable: true, needsOperator: true };
      expect(await providerWith(wrong).check?.()).toMatchObject(refused);
      expect(await providerWith(wrong).send(aText())).toMatchObject(refused);
      expect(stage.received()).toEqual([]);
    });
  }
});
