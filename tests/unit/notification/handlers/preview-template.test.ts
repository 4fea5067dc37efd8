import type { CommandContext } from '@gatehouse/kernel';
import { PreviewTemplate, SendTestMail } from '@gatehouse/notification/contract';
import { SendTestMailHandler } from '../../../../libs/notification/application/delivery/send-test-mail.js';
import { PreviewTemplateHandler } from '../../../../libs/notification/application/templates/preview-template.js';
import { acceptTemplate } from '../../../../libs/notification/domain/template/accept-template.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';
import { CountedIds } from '../../../support/handlers/counted-ids.js';
import { TemplateStage } from '../../../support/notification/in-memory/template-stage.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const KEY = { application: 'shop', template: 'account-exists', locale: 'de' } as const;
const DRAFT = { subject: 'Entwurf', text: 'Ein Entwurf', html: '<p>Ein Entwurf</p>' };
const SAVED = { subject: 'Gilt', text: 'Was gilt', html: '<p>Was gilt</p>' };
const TO_ADA = 'to Ada Lovelace at ada@example.com from The shop';

let stage: TemplateStage;

beforeEach(() => {
  stage = new TemplateStage(new StoppedClock(new Date('2026-05-01T12:00:00.000Z')));
});

const saveWords = async () => {
  const words = acceptTemplate(KEY.template, SAVED);
  if (!words.ok) throw new Error('They are accepted');
  await stage.templates.save(KEY, words.value);
};
const preview = (fields: Partial<PreviewTemplate> = {}) =>
  new PreviewTemplateHandler(stage).execute(
    Object.assign(new PreviewTemplate(), { template: KEY.template, locale: KEY.locale }, fields),
    context,
  );
const tests = () => new SendTestMailHandler({ ...stage, ids: new CountedIds() });
const sendTest = (fields: Partial<SendTestMail> = {}) => {
  const test = { template: KEY.template, locale: KEY.locale, recipient: 'boss@shop.example' };
  return tests().execute(Object.assign(new SendTestMail(), test, fields), context);
};
const required = (pointer: string) => ({ pointer, code: 'field-required', message: 'This field is required' });

describe('a preview', () => {
  it('shows a draft as somebody would get it', async () => {
    await saveWords();
    expect(await preview(DRAFT)).toEqual({
      ok: true,
      value: { subject: 'Entwurf', text: `Ein Entwurf in de ${TO_ADA}`, html: '<p>{"template":"account-exists"}</p>' },
    });
  });

  it('shows what would be sent now where there is no draft', async () => {
    const none = { subject: null, text: null, html: null };
    expect(await preview(none)).toMatchObject({ ok: true, value: { text: `built-in words in de ${TO_ADA}` } });
    await saveWords();
    expect(await preview()).toMatchObject({ ok: true, value: { text: `Was gilt in de ${TO_ADA}` } });
    expect(await preview({ locale: 'fr' })).toMatchObject({
      ok: true,
      value: { text: `built-in words in fr ${TO_ADA}` },
    });
  });

  it.each([
    ['subject', ['/text', '/html']],
    ['text', ['/subject', '/html']],
    ['html', ['/subject', '/text']],
  ] as const)('of a draft that has a %s alone is refused: it is whole or not there', async (part, missing) => {
    const errors = missing.map(required);
    expect(await preview({ [part]: DRAFT[part] })).toEqual({ ok: false, error: { code: 'validation-failed', errors } });
  });

  it('of a draft with faults is refused with all of them', async () => {
    expect(await preview({ subject: '', text: 'Fine' })).toEqual({
      ok: false,
      error: {
        code: 'validation-failed',
        errors: [required('/html'), expect.objectContaining({ pointer: '/subject', code: 'text-empty' })],
      },
    });
  });
});

describe.each([
  ['a preview', () => new PreviewTemplateHandler(stage)],
  ['a test mail', () => tests()],
] as const)('the faults of %s whose other fields have the wrong shape', (_, handler) => {
  it('are those of the parts that are there', async () => {
    expect(await handler().faultsIn({ template: 'account-exists', subject: '', text: null })).toEqual([
      expect.objectContaining({ pointer: '/subject', code: 'text-empty' }),
    ]);
  });

  it('are not known where it is not known of which mail', async () => {
    expect(await handler().faultsIn({ subject: '' })).toEqual([]);
  });
});

describe('a test mail', () => {
  it('goes to the one who asks for it, without the name of the sample, and has an id of its own', async () => {
    expect(await sendTest(DRAFT)).toEqual({ ok: true, value: null });
    expect(stage.provider.mails).toEqual([
      {
        deliveryId: 'id-1',
        recipient: { email: 'boss@shop.example', name: null },
        subject: 'Entwurf',
        text: `Ein Entwurf in de ${TO_ADA}`,
        html: '<p>{"template":"account-exists"}</p>',
      },
    ]);
  });

  it('comes from whom the application’s mails come from, by its own providers', async () => {
    const from = { email: 'no-reply@shop.example', name: 'The shop' };
    const route = [{ provider: 'ses', share: null }];
    stage.sender = { from, replyTo: 'help@shop.example', routes: { mail: route, sms: [] } };
    await sendTest();
    expect(stage.provider.mails).toEqual([expect.objectContaining({ from, replyTo: 'help@shop.example', route })]);
  });

  it('takes the deployment’s providers where the application has chosen some for SMS alone', async () => {
    stage.sender = { routes: { sms: [] } };
    await sendTest();
    expect(stage.provider.mails[0]).not.toHaveProperty('route');
    expect(stage.provider.mails[0]).not.toHaveProperty('replyTo');
  });

  it('with faults is neither counted nor sent', async () => {
    for (let count = 0; count < 3; count += 1) {
      expect(await sendTest({ subject: 'Only a subject' })).toEqual({
        ok: false,
        error: { code: 'validation-failed', errors: [required('/text'), required('/html')] },
      });
    }
    expect(stage.provider.mails).toEqual([]);
    expect(await sendTest()).toEqual({ ok: true, value: null });
  });

  it('is not sent where the application has sent as many as it may', async () => {
    await sendTest();
    await sendTest();
    expect(await sendTest()).toEqual({ ok: false, error: { code: 'too-many-tests', retryAfterSeconds: 3_600 } });
    expect(stage.provider.mails).toHaveLength(2);
  });

  it('tells why the provider does not take it', async () => {
    stage.provider.says = { kind: 'refused', retryable: false, reason: 'http-401' };
    expect(await sendTest()).toEqual({ ok: false, error: { code: 'test-not-accepted', detail: 'http-401' } });
  });
});
