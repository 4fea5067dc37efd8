import type { CommandContext } from '@gatehouse/kernel';
import { commandFrom } from '@gatehouse/platform/edge';
import { CreateApplicationHandler } from '../../../libs/applications/application/settings/manage-applications.js';
import { CreateApplication } from '../../../libs/applications/contract/commands/applications.js';
import { defaultGrants } from '../../../libs/applications/domain/application/grants.js';
import { ApplicationsStage, BY_OPERATOR, SHOP } from '../../support/applications/applications-stage.js';
import { shownApplication } from '../../support/applications/shown-application.js';
import { RecordedAnswer } from '../../support/handlers/recorded-answer.js';

/** One wrong setting of each kind, where it is and what is said of it. */
const FAULTS: readonly (readonly [object, string, string, string])[] = [
  [{ name: ' \u200b' }, '/name', 'text-empty', 'Must not be empty'],
  [{ name: 'Gar\u0007den' }, '/name', 'text-unprintable', 'Must not contain control characters'],
  [{ defaultLocale: 'a' }, '/defaultLocale', 'locale-invalid', 'Must be a language tag, such as fr or fr-CA'],
  [{ replyTo: 'ada' }, '/replyTo', 'email-invalid', 'Must be an email address, such as ada@example.com'],
  [
    { allowedOrigins: ['https://garden.example/'] },
    '/allowedOrigins/0',
    'origin-invalid',
    'Must be an origin, such as https://shop.example, without a path. Write it as browsers do, with international names as xn--…',
  ],
  [
    { appearance: { accentColor: '#ffff00' } },
    '/appearance/accentColor',
    'color-too-light',
    'Must be dark enough for white text: a contrast of at least 4.5:1',
  ],
  [
    { policy: { termsVersion: '1' } },
    '/policy/termsVersion',
    'terms-link-missing',
    'Requires a link to the terms or to the privacy policy',
  ],
  [
    { appearance: { termsUrl: 'http://garden.example' } },
    '/appearance/termsUrl',
    'link-invalid',
    'Must be a complete URL that starts with https://. Write it as browsers do, with international names as xn--…',
  ],
  [
    { linkBaseUrl: 'https://garden.example/?a' },
    '/linkBaseUrl',
    'link-base-invalid',
    'Must be a URL that starts with https://, without a query or fragment. Write it as browsers do, with international names as xn--…',
  ],
  [
    { grants: { senders: ['garden'] } },
    '/grants/senders/0',
    'sender-grant-invalid',
    'Must be an email address or a domain, such as shop.example, or * for any',
  ],
  [
    { redirectTargets: ['https://garden.example/#a'] },
    '/redirectTargets/0',
    'redirect-invalid',
    'Must be a complete URL that starts with https://, without a fragment. Write it as browsers do, with international names as xn--…',
  ],
  [
    { policy: { providers: { mail: ['pigeon'] } } },
    '/policy/providers/mail/0',
    'provider-unknown',
    'Must be a provider of this service',
  ],
  [
    { policy: { providers: { mail: ['ses', 'ses'] } } },
    '/policy/providers/mail',
    'provider-twice',
    'Must not contain a provider twice',
  ],
  [
    { policy: { providers: { mail: ['ses:50', 'mailjet:50'] } } },
    '/policy/providers/mail',
    'shares-too-large',
    'Must have shares that add up to less than 100',
  ],
  [
    { policy: { requirePhone: true, profile: { phone: 'none' } } },
    '/policy/profile/phone',
    'phone-needed',
    'An application cannot require a verified phone (requirePhone) and refuse phones (profile.phone: none)',
  ],
];

describe('creating an application', () => {
  let stage: ApplicationsStage;
  beforeEach(() => {
    stage = new ApplicationsStage();
  });

  const create = (fields: object = {}, context: CommandContext = BY_OPERATOR) =>
    new CreateApplicationHandler(stage).execute(
      commandFrom(CreateApplication, { slug: 'garden', name: 'Garden', ...fields }),
      context,
    );
  const created = shownApplication('garden', { name: 'Garden', grants: defaultGrants });

  it('gives it the defaults', async () => {
    expect(await create()).toEqual({ ok: true, value: created });
    const { slug: _, logo, grants: __, ...settings } = created;
    expect(await stage.applications.find('garden')).toEqual({
      application: { id: 'id-1', slug: 'garden', settings, logo, grants: {} },
      version: 1,
    });
  });

  it('reports it in the new application, by the call’s administrator', async () => {
    await create();
    const data = { slug: 'garden', name: 'Garden', preset: 'standard' };
    expect(stage.written.events).toEqual([{ id: 'id-2', subject: 'id-1', type: 'application.created.v1', data }]);
    expect(stage.written.contexts).toEqual([{ ...BY_OPERATOR, application: 'garden' }]);
  });

  it('lays what was said over the defaults', async () => {
    const said = { defaultLocale: 'fr', preset: 'strict' };
    expect(await create(said)).toEqual({ ok: true, value: { ...created, ...said } });
  });

  it('drops what is invisible from the slug', async () => {
    expect(await create({ slug: '\u200bgar\u200bden\u2060' })).toMatchObject({ value: { slug: 'garden' } });
    expect(await stage.applications.find('garden')).not.toBeNull();
  });

  it('keeps its answer with it, for a call that may come again', async () => {
    await create({}, { ...BY_OPERATOR, repeatable: new RecordedAnswer() });
    expect(stage.written.answers).toEqual([created]);
  });

  it('is refused where another one has the slug', async () => {
    expect(await create({ slug: 'shop' })).toEqual({ ok: false, error: { code: 'slug-taken' } });
    expect(stage.written.events).toEqual([]);
  });

  it('grants what an operator sets', async () => {
    expect(await create({ sender: { email: 'hello@garden.example' } })).toMatchObject({
      value: { sender: { email: 'hello@garden.example', name: null }, grants: { senders: ['hello@garden.example'] } },
    });
  });

  it.each([
    ['an administrator of one application', SHOP],
    ['nobody', { application: 'shop', network: null, requestId: 'request-1' }],
  ])('lets %s set nothing that must be granted', async (_name, context) => {
    const error = {
      code: 'grant-exceeded',
      errors: [
        {
          pointer: '/sender/email',
          code: 'beyond-grant',
          message: 'Must be within the grant senders: –',
          values: { limit: 'senders: –' },
        },
      ],
    };
    expect(await create({ sender: { email: 'hello@garden.example' } }, context)).toEqual({ ok: false, error });
    expect(await create({ grants: {} }, context)).toEqual({
      ok: false,
      error: {
        code: 'grant-exceeded',
        errors: [{ pointer: '/grants', code: 'operators-only', message: 'Only operators can change grants' }],
      },
    });
    expect(await stage.applications.find('garden')).toBeNull();
    expect(stage.written.events).toEqual([]);
  });

  it.each([
    [{ policy: { messages: { perHour: 6 } } }, '/policy/messages/perHour', 'messages.perHour: 5'],
    [
      { policy: { sms: { numberTypes: ['mobile', 'voip'] } } },
      '/policy/sms/numberTypes/1',
      'sms.numberTypes: mobile fixed-line-or-mobile',
    ],
  ])('says which grant %p is beyond', async (fields, pointer, limit) => {
    const fault = { pointer, code: 'beyond-grant', message: `Must be within the grant ${limit}`, values: { limit } };
    expect(await create(fields, SHOP)).toMatchObject({ error: { errors: [fault] } });
  });

  describe.each(FAULTS)('with %p', (fields, pointer, code, message) => {
    it('is refused, and says why', async () => {
      const error = { code: 'validation-failed', errors: [{ pointer, code, message }] };
      expect(await create(fields)).toEqual({ ok: false, error });
      expect(stage.written.events).toEqual([]);
    });

    it('says so too where other fields have the wrong shape, no matter who asks', async () => {
      const others = { slug: 'garden', name: 'Garden', ...fields };
      const faults = await new CreateApplicationHandler(stage).faultsIn(others);
      expect(faults).toEqual([{ pointer, code, message }]);
    });
  });

  it('finds nothing wrong with what an application may have, besides a name that is missing', async () => {
    const handler = new CreateApplicationHandler(stage);
    expect(await handler.faultsIn({ slug: 'garden', name: 'Garden', defaultLocale: 'fr' })).toEqual([]);
    // A sender has to be granted, which is no fault of the field.
    const beyond = { name: 'Garden', sender: { email: 'hello@garden.example' }, grants: { senders: [] } };
    expect(await handler.faultsIn(beyond)).toEqual([]);
    expect(await handler.faultsIn({})).toMatchObject([{ pointer: '/name', code: 'text-empty' }]);
  });
});
