import { type Application, defaultSettings } from '../../../libs/applications/domain/application/application.js';
import {
  type ApplicationPatch,
  changeApplication,
} from '../../../libs/applications/domain/application/change-application.js';
import { defaultGrants, grantsOf } from '../../../libs/applications/domain/application/grants.js';
import { standardPolicy, strictPolicy } from '../../../libs/registration/domain/policy.js';

const shop: Application = {
  id: 'x',
  slug: 'shop',
  settings: { ...defaultSettings, name: 'Shop' },
  logo: null,
  grants: {},
};
const granted: Application = {
  ...shop,
  grants: { senders: ['shop.example', 'news@mail.example'], sms: { perDay: 1_000 } },
};

const providers = { mail: ['ses', 'resend', 'postmark'], sms: ['twilio'] };
const byItself = (patch: ApplicationPatch, before = granted) =>
  changeApplication(before, patch, { isOperator: false, providers });
const byOperator = (patch: ApplicationPatch, before = shop) =>
  changeApplication(before, patch, { isOperator: true, providers });
const beyond = (patch: ApplicationPatch, before = granted) => {
  const changed = byItself(patch, before);
  if (changed.ok || changed.error.kind !== 'beyond-grants') return [];
  return changed.error.faults.map(({ pointer, grant }) => `${pointer} ${grant}`);
};

describe('an application', () => {
  it.each(['hello@shop.example', 'HELLO@SHOP.example', 'news@mail.example', 'News@mail.example'])(
    'mails from the addresses and domains that are granted: %s',
    (email) => expect(byItself({ sender: { email } })).toMatchObject({ ok: true }),
  );

  it.each(['hello@bank.example', 'other@mail.example', 'a@sub.shop.example', 'shop.example@bank.example'])(
    'mails from no other: %s',
    (email) => expect(beyond({ sender: { email } })).toEqual(['/sender/email senders']),
  );

  it('leads to granted origins alone, in links and redirects', () => {
    const linked = {
      ...shop,
      grants: { linkOrigins: ['https://shop.example'], redirectOrigins: ['https://a.example'] },
    };
    const settings = {
      linkBaseUrl: 'https://shop.example/x',
      redirectTargets: ['https://a.example/', 'https://a.example/b'],
    };
    expect(byItself(settings, linked)).toMatchObject({ ok: true });
    expect(beyond({ linkBaseUrl: 'https://shop.example.evil.example' }, linked)).toEqual(['/linkBaseUrl linkOrigins']);
    expect(beyond({ redirectTargets: ['https://a.example/', 'https://a.example:8443/'] }, linked)).toEqual([
      '/redirectTargets/1 redirectOrigins',
    ]);
  });

  it('raises no cost and loosens no throttle beyond its grants, and says which one', () => {
    const policy = {
      code: { triesPerCode: 5 },
      codes: { 'password-reset': { sharedTries: 4, windowSeconds: 3_600 } },
      messages: { gapSeconds: 10, perHour: 6, perDay: 11, perNetworkAndHour: 100_000 },
      guessing: {
        freeTries: 6,
        firstDelaySeconds: 1,
        longestDelaySeconds: 1,
        perNetwork: 31,
        networkWindowSeconds: 60,
      },
      sms: { countries: ['FR', 'BD'], numberTypes: ['mobile', 'premium-rate'], perDay: 1_001 },
    };
    expect(beyond({ policy }).sort()).toEqual(
      [
        '/policy/code/triesPerCode codes.triesPerCode',
        '/policy/codes/password-reset/sharedTries codes.sharedTries',
        '/policy/codes/password-reset/windowSeconds codes.windowSeconds',
        '/policy/messages/gapSeconds messages.gapSeconds',
        '/policy/messages/perHour messages.perHour',
        '/policy/messages/perDay messages.perDay',
        '/policy/messages/perNetworkAndHour messages.perNetworkAndHour',
        '/policy/guessing/freeTries guessing.freeTries',
        '/policy/guessing/firstDelaySeconds guessing.firstDelaySeconds',
        '/policy/guessing/longestDelaySeconds guessing.longestDelaySeconds',
        '/policy/guessing/perNetwork guessing.perNetwork',
        '/policy/guessing/networkWindowSeconds guessing.networkWindowSeconds',
        '/policy/sms/countries/1 sms.countries',
        '/policy/sms/numberTypes/1 sms.numberTypes',
        '/policy/sms/perDay sms.perDay',
      ].sort(),
    );
    expect(byItself({ policy: { messages: { perDay: 3 }, sms: { perDay: 1_000 } } })).toMatchObject({ ok: true });
  });

  it('grants itself nothing', () => {
    expect(byItself({ grants: { sms: { perDay: 1 } } })).toMatchObject({ error: { kind: 'not-an-operator' } });
    expect(byItself({ grants: null })).toMatchObject({ error: { kind: 'not-an-operator' } });
  });

  it('keeps what it had when it changes something else', () => {
    const ofAnEarlierVersion = {
      ...shop,
      settings: { ...shop.settings, sender: { email: 'a@b.example', name: null } },
    };
    expect(byItself({ name: 'Shop 2' }, ofAnEarlierVersion)).toMatchObject({ ok: true });
    expect(beyond({ sender: { email: 'c@b.example' } }, ofAnEarlierVersion)).toHaveLength(1);
  });
});

describe('an operator', () => {
  it('grants, and what they set is granted with it', () => {
    expect(byOperator({ grants: { senders: ['shop.example'] } })).toMatchObject({
      value: { application: { grants: { senders: ['shop.example'] } }, fields: ['grants'] },
    });
    const set = byOperator({
      sender: { email: 'Hello@shop.example' },
      linkBaseUrl: 'https://shop.example/x',
      policy: { sms: { countries: ['BD', 'IN'], perDay: 9_000 }, messages: { gapSeconds: 10 } },
    });
    expect(set).toMatchObject({
      value: {
        fields: ['grants', 'linkBaseUrl', 'policy', 'sender'],
        application: {
          grants: {
            senders: ['hello@shop.example'],
            linkOrigins: ['https://shop.example'],
            sms: { countries: expect.arrayContaining(['FR', 'BD', 'IN']), perDay: 9_000 },
            messages: { gapSeconds: 10 },
          },
        },
      },
    });
  });

  it('takes back all that was granted with null', () => {
    expect(byOperator({ grants: null }, granted)).toMatchObject({
      value: { application: { grants: {} }, fields: ['grants'] },
    });
  });

  it('chooses its providers among those that are granted, in its own order and with its own shares', () => {
    const free = { ...shop, grants: { providers: { mail: ['ses', 'resend'] } } };
    const chosen = { providers: { mail: ['resend', 'ses:5'] } };
    expect(byItself({ policy: chosen }, free)).toMatchObject({
      value: { application: { settings: { policy: chosen } } },
    });
    expect(beyond({ policy: { providers: { mail: ['ses', 'postmark:9'], sms: ['twilio'] } } }, free)).toEqual([
      '/policy/providers/mail/1 providers.mail',
      '/policy/providers/sms/0 providers.sms',
    ]);
    expect(beyond({ policy: { providers: { mail: ['ses'] } } })).toEqual(['/policy/providers/mail/0 providers.mail']);
  });

  it('is granted the providers that its operator chooses for it', () => {
    expect(byOperator({ policy: { providers: { mail: ['resend:5', 'ses'] } } })).toMatchObject({
      value: { application: { grants: { providers: { mail: ['resend', 'ses'] } } } },
    });
  });

  it.each([
    [
      'the deployment lacks',
      { policy: { providers: { mail: ['ses', 'mailgun'] } } },
      '/policy/providers/mail/1',
      'provider-unknown',
    ],
    [
      'carries the other channel',
      { policy: { providers: { sms: ['ses'] } } },
      '/policy/providers/sms/0',
      'provider-unknown',
    ],
    [
      'is granted and not there',
      { grants: { providers: { mail: ['*', 'brevo'] } } },
      '/grants/providers/mail/1',
      'provider-unknown',
    ],
    [
      'is named twice',
      { policy: { providers: { mail: ['ses', 'ses:5'] } } },
      '/policy/providers/mail',
      'provider-twice',
    ],
    [
      'has all messages',
      { policy: { providers: { mail: ['ses:60', 'resend:40'] } } },
      '/policy/providers/mail',
      'shares-too-large',
    ],
  ])('has no provider that %s', (_, patch, pointer, fault) => {
    expect(byOperator(patch)).toMatchObject({ error: { kind: 'invalid', faults: [{ pointer, fault }] } });
  });

  it.each([
    ['/policy/profile/phone', { requirePhone: true, profile: { phone: 'none' } }, {}],
    ['/policy/profile/phone', { profile: { phone: 'none' } }, { requirePhone: true }],
    ['/policy/requirePhone', { requirePhone: true }, { profile: { phone: 'none' } }],
  ])('cannot have phones verified and refused, whichever comes last: %s', (pointer, policy, policyBefore) => {
    const before = { ...shop, settings: { ...shop.settings, policy: policyBefore } };
    const faults = [{ pointer, fault: 'phone-needed' }];
    expect(byItself({ policy }, before)).toEqual({ ok: false, error: { kind: 'invalid', faults } });
  });

  it('that has phones verified and refused from earlier can change anything else, and either of the two', () => {
    const policy = { requirePhone: true, profile: { phone: 'none', name: 'optional' } };
    const before = { ...shop, settings: { ...shop.settings, policy } };
    expect(byItself({ policy: { profile: { name: 'none' } } }, before)).toMatchObject({ ok: true });
    expect(byItself({ policy: { requirePhone: false } }, before)).toMatchObject({ ok: true });
    expect(byItself({ policy: { profile: { phone: null } } }, before)).toMatchObject({ ok: true });
    expect(byItself({ policy: null }, before)).toMatchObject({ ok: true });
  });

  it('is changed although the deployment has lost one of its providers', () => {
    const settings = { ...shop.settings, policy: { providers: { mail: ['brevo'] } } };
    const left = { ...shop, settings, grants: { providers: { mail: ['brevo'] } } };
    expect(byItself({ name: 'The Shop' }, left)).toMatchObject({ ok: true });
  });

  it('takes nothing away that is in use', () => {
    const used = {
      ...shop,
      settings: { ...shop.settings, policy: { sms: { perDay: 900 } } },
      grants: { sms: { perDay: 900 } },
    };
    expect(byOperator({ grants: { sms: { perDay: 100 } } }, used)).toMatchObject({
      error: { kind: 'beyond-grants', faults: [{ grant: 'sms.perDay', limit: 100, needed: 900 }] },
    });
    const both = { grants: { sms: { perDay: 100 } }, policy: { sms: { perDay: 100 } } };
    expect(byOperator(both, used)).toMatchObject({ ok: true });
  });

  it.each([['shop'], ['@shop.example'], ['*.shop.example'], ['https://shop.example'], ['']])(
    'names senders by address or domain: %j',
    (sender) =>
      expect(byOperator({ grants: { senders: [sender] } })).toMatchObject({
        error: { kind: 'invalid', faults: [{ pointer: '/grants/senders/0', fault: 'sender-grant-invalid' }] },
      }),
  );

  it('may grant everything with an asterisk', () => {
    const grants = { senders: ['*'], linkOrigins: ['*'], redirectOrigins: ['*'] };
    const free = byOperator({ grants });
    if (!free.ok) throw new Error('refused');
    const settings = {
      sender: { email: 'a@b.example' },
      linkBaseUrl: 'https://c.example',
      redirectTargets: ['https://d.example/'],
    };
    expect(byItself(settings, free.value.application)).toMatchObject({ ok: true });
  });
});

it('the default grants are what the presets say', () => {
  for (const preset of [standardPolicy, strictPolicy]) {
    const { guessing, sms } = preset;
    // Over all applications the operator sets the ceiling, in the deployment's own settings.
    const { perDayAnywhere: _, ...messages } = preset.messages;
    expect(defaultGrants).toMatchObject({ messages, guessing, sms });
    for (const { triesPerCode, sharedTries, windowSeconds } of Object.values(preset.codes)) {
      expect(defaultGrants.codes).toEqual({ triesPerCode, sharedTries, windowSeconds });
    }
  }
  expect(grantsOf({})).toEqual(defaultGrants);
});
