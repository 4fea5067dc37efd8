import { type CommandContext, queryWith } from '@gatehouse/kernel';
import {
  FindOwnTemplates,
  FindTemplate,
  FindTemplates,
  MAIL_LOCALES,
  MAIL_TEMPLATES,
  RemoveTemplate,
  SaveTemplate,
} from '@gatehouse/notification/contract';
import {
  FindOwnTemplatesHandler,
  FindTemplateHandler,
  FindTemplatesHandler,
  RemoveTemplateHandler,
  SaveTemplateHandler,
} from '../../../../libs/notification/application/templates/manage-templates.js';
import { StoppedClock } from '../../../support/access/stopped-clock.js';
import { TemplateStage } from '../../../support/notification/in-memory/template-stage.js';

const NOON = '2026-05-01T12:00:00.000Z';
const GERMAN = { template: 'account-exists', locale: 'de' } as const;
const WORDS = { subject: 'Hallo', text: 'Es gibt Sie schon.', html: '<p>Es gibt Sie schon.</p>' };
const of = (application: string): CommandContext => ({ application, network: null, requestId: 'request-1' });

let stage: TemplateStage;

beforeEach(() => {
  stage = new TemplateStage(new StoppedClock(new Date(NOON)));
});

const save = (fields: Partial<SaveTemplate> = {}, application = 'shop') =>
  new SaveTemplateHandler(stage).execute(Object.assign(new SaveTemplate(), GERMAN, WORDS, fields), of(application));
const remove = (place: Partial<RemoveTemplate> = {}, application = 'shop') =>
  new RemoveTemplateHandler(stage).execute(Object.assign(new RemoveTemplate(), GERMAN, place), of(application));
const own = async (application = 'shop') => {
  const handler = new FindOwnTemplatesHandler({ own: stage.templates });
  const found = await handler.execute(new FindOwnTemplates(), of(application));
  return found.ok ? found.value : [];
};
const find = async (place: Partial<FindTemplate> = {}, application = 'shop') => {
  const handler = new FindTemplateHandler({ own: stage.templates });
  const found = await handler.execute(queryWith(FindTemplate, { ...GERMAN, ...place }), of(application));
  return found.ok ? found.value : null;
};

describe('an application’s own words for a mail', () => {
  it('are saved as they were accepted, for that mail in that language', async () => {
    expect(await save({ text: 'Es gibt\r\nSie schon.' })).toEqual({ ok: true, value: null });
    expect(await own()).toEqual([{ ...GERMAN, ...WORDS, text: 'Es gibt\nSie schon.', changedAt: NOON }]);
    expect(await own('garden')).toEqual([]);
  });

  it('take the place of those before', async () => {
    await save();
    await save({ subject: 'Guten Tag' });
    expect(await own()).toMatchObject([{ subject: 'Guten Tag' }]);
  });

  it('are refused with every fault, and then those before stay', async () => {
    await save();
    const refused = await save({ subject: '', html: '<script>' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'validation-failed' } });
    const pointers = !refused.ok && refused.error.errors?.map(({ pointer }) => pointer);
    expect(new Set(pointers || [])).toEqual(new Set(['/subject', '/html']));
    expect(await own()).toMatchObject([WORDS]);
  });

  it('give way to the built-in ones when they are removed, there alone', async () => {
    await save();
    await save({ locale: 'fr' });
    await save({}, 'garden');
    expect(await remove()).toEqual({ ok: true, value: null });
    expect(await own()).toMatchObject([{ locale: 'fr' }]);
    expect(await own('garden')).toHaveLength(1);
  });

  it('may be removed where there are none', async () => {
    expect(await remove()).toEqual({ ok: true, value: null });
  });
});

describe('the faults of words whose other fields have the wrong shape', () => {
  const faultsIn = (fields: Parameters<SaveTemplateHandler['faultsIn']>[0]) =>
    new SaveTemplateHandler(stage).faultsIn(fields);

  it('are those of the parts that are there', async () => {
    const faults = await faultsIn({ template: 'account-exists', subject: ' ', text: 'Fine' });
    expect(faults).toEqual([expect.objectContaining({ pointer: '/subject', code: 'text-empty' })]);
    expect(await faultsIn({ template: 'activation-code', html: '<p>No code</p>' })).toEqual([
      expect.objectContaining({ pointer: '/html', code: 'placeholder-missing' }),
    ]);
    expect(await faultsIn({ template: 'account-exists', text: '' })).toEqual([
      expect.objectContaining({ pointer: '/text', code: 'text-empty' }),
    ]);
    expect(await faultsIn({ template: 'account-exists', ...WORDS })).toEqual([]);
  });

  it('are not known where it is not known of which mail', async () => {
    expect(await faultsIn({ subject: '' })).toEqual([]);
  });
});

describe('the mails of an application', () => {
  it('are all that the service sends, in every language, with what each may name and must carry', async () => {
    await save();
    await save({ locale: 'fr' }, 'garden');
    const found = await new FindTemplatesHandler({ own: stage.templates }).execute(new FindTemplates(), of('shop'));
    const templates = found.ok ? found.value.templates : [];
    expect(templates.map(({ template, locale }) => `${template} ${locale}`)).toEqual(
      MAIL_TEMPLATES.flatMap((template) => MAIL_LOCALES.map((locale) => `${template} ${locale}`)),
    );
    expect(templates.filter((one) => one.own)).toEqual([
      {
        ...GERMAN,
        own: true,
        changedAt: NOON,
        placeholders: ['application', 'greeting', 'accent', 'logo', 'terms', 'privacy', 'support'],
        required: null,
      },
    ]);
    expect(templates[0]).toMatchObject({
      template: 'activation-code',
      own: false,
      changedAt: null,
      required: 'digits',
    });
  });
});

describe('one mail in one language', () => {
  it('is shown with the application’s own words', async () => {
    await save();
    await save({ subject: 'Bonjour', locale: 'fr' });
    await save({ template: 'email-change-taken', subject: 'Schade' });
    expect(await find()).toMatchObject({ ...GERMAN, ...WORDS, own: true, changedAt: NOON, required: null });
  });

  it('has no words where it is sent in the built-in ones', async () => {
    await save();
    const none = { subject: null, text: null, html: null, own: false, changedAt: null };
    expect(await find({ locale: 'en' })).toMatchObject({ ...none, locale: 'en' });
    expect(await find({ template: 'email-change-taken' })).toMatchObject(none);
    expect(await find({}, 'garden')).toMatchObject(none);
  });
});
