import { defaultSettings, type SettingsPatch } from '../../../libs/applications/domain/application/application.js';
import {
  beyondGrants,
  defaultGrants,
  grantsFaults,
  grantsOf,
} from '../../../libs/applications/domain/application/grants.js';
import { providerFaults } from '../../../libs/applications/domain/application/providers.js';

const beyond = (settings: SettingsPatch, grants: Parameters<typeof grantsOf>[0] = {}) =>
  beyondGrants(
    { ...defaultSettings, name: 'Shop', ...settings } as Parameters<typeof beyondGrants>[0],
    grantsOf(grants),
  );

describe('what an application is granted without a word', () => {
  it('is no sender, no origin and no choice of providers', () => {
    const { senders, linkOrigins, redirectOrigins, providers } = defaultGrants;
    expect({ senders, linkOrigins, redirectOrigins, providers }).toEqual({
      senders: [],
      linkOrigins: [],
      redirectOrigins: [],
      providers: { mail: [], sms: [] },
    });
  });
});

describe('settings beyond the grants', () => {
  it('are links to terms and privacy that lead elsewhere, each by its own name', () => {
    const appearance = { termsUrl: 'https://shop.example/terms', privacyUrl: 'https://bank.example/privacy' };
    const fault = { grant: 'linkOrigins', limit: ['https://shop.example'] };
    expect(beyond({ appearance }, { linkOrigins: ['https://shop.example'] })).toEqual([
      { ...fault, pointer: '/appearance/privacyUrl', needed: 'https://bank.example' },
    ]);
    expect(beyond({ appearance }, { linkOrigins: ['*'] })).toEqual([]);
    expect(beyond({ appearance: {} })).toEqual([]);
  });

  it('are times and shares below the least, and counts above the most', () => {
    const pointers = (policy: NonNullable<SettingsPatch['policy']>) => beyond({ policy }).map(({ pointer }) => pointer);
    expect(pointers({ messages: { gapSeconds: 29, perDay: 10 }, sms: { leastProvenPercent: 9 } })).toEqual([
      '/policy/messages/gapSeconds',
      '/policy/sms/leastProvenPercent',
    ]);
    expect(pointers({ messages: { gapSeconds: 31, perDay: 11 }, sms: { leastProvenPercent: 11 } })).toEqual([
      '/policy/messages/perDay',
    ]);
  });

  it('are entries that a list does not have, whatever follows a provider’s name', () => {
    const policy = { sms: { countries: ['DE', 'KP'] }, providers: { mail: ['ses:20', 'resend:5:5'] } };
    expect(beyond({ policy }, { providers: { mail: ['ses'] } })).toEqual([
      expect.objectContaining({ pointer: '/policy/sms/countries/1', grant: 'sms.countries', needed: 'KP' }),
      expect.objectContaining({ pointer: '/policy/providers/mail/1', grant: 'providers.mail', needed: 'resend' }),
    ]);
  });

  it('are none of another kind than the grant: what they mean is judged where they are used', () => {
    const policy = { sms: { perDay: ['DE'], countries: 5, stopSeconds: null } };
    expect(beyond({ policy })).toEqual([]);
    expect(beyond({ policy }, { sms: { countries: [] } })).toEqual([]);
  });
});

describe('the form of grants', () => {
  const faults = (grants: Parameters<typeof grantsOf>[0]) =>
    grantsFaults(grantsOf(grants)).map(({ pointer, fault }) => `${pointer} ${fault}`);

  it.each(['linkOrigins', 'redirectOrigins'])('knows origins of the web, and any, as %s', (name) => {
    expect(faults({ [name]: ['https://shop.example', '*', 'https://shop.example/', 'nowhere'] })).toEqual([
      `/grants/${name}/2 origin-invalid`,
      `/grants/${name}/3 origin-invalid`,
    ]);
  });

  it('knows addresses and domains as senders', () => {
    const good = ['*', 'hello@shop.example', 'shop.example', 'mail.news.shop.example', 'a.b.co', 'UPPER.example'];
    expect(faults({ senders: good })).toEqual([]);
    const bad = ['shop', '-shop.example', 'shop.example-', 'shop.example/x', 'x shop.example', '.example', 'a..co'];
    expect(faults({ senders: bad })).toEqual(bad.map((_, at) => `/grants/senders/${at} sender-grant-invalid`));
  });
});

describe('shares of providers', () => {
  const faults = (...mail: string[]) =>
    providerFaults({ policy: { mail } }, { mail: ['ses', 'resend'], sms: [] }).map(({ fault }) => fault);

  it('leave the last provider something', () => {
    expect(faults('ses:99', 'resend')).toEqual([]);
    expect(faults('ses:99', 'resend:1')).toEqual(['shares-too-large']);
  });

  it('are of providers that have a name', () => {
    expect(faults('')).toEqual(['provider-unknown']);
  });
});
