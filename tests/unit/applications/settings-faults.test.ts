import { defaultSettings, type SettingsPatch } from '../../../libs/applications/domain/application/application.js';
import { changeSettings } from '../../../libs/applications/domain/application/change-application.js';

const faultsOf = (patch: SettingsPatch) => {
  const changed = changeSettings({ ...defaultSettings, name: 'Shop' }, patch);
  return changed.ok ? [] : changed.error.map(({ pointer, fault }) => `${pointer} ${fault}`);
};

describe('the links of an application', () => {
  it.each(['termsUrl', 'privacyUrl'] as const)('%s is written as every reader reads it', (name) => {
    const faults = (url: string) => faultsOf({ appearance: { [name]: url } });
    for (const url of ['https://shop.example/terms', 'https://shop.example', 'https://shop.example/a?b=c#d'])
      expect([url, faults(url)]).toEqual([url, []]);
    for (const url of [
      'https://shop.example/a/../b',
      'HTTPS://shop.example/',
      'http://shop.example/',
      'https://ada@shop.example/',
      'https://:secret@shop.example/',
      'https://*.shop.example/',
      'nowhere',
    ])
      expect([url, faults(url)]).toEqual([url, [`/appearance/${name} link-invalid`]]);
  });

  it('has a base for those in mails that nothing comes after', () => {
    const faults = (linkBaseUrl: string) => faultsOf({ linkBaseUrl });
    expect(faults('https://shop.example/welcome')).toEqual([]);
    for (const url of ['https://shop.example/?a=b', 'https://shop.example/?', 'https://shop.example/#', 'nowhere'])
      expect([url, faults(url)]).toEqual([url, ['/linkBaseUrl link-base-invalid']]);
  });

  it.each([
    'https://shop.example\\@bank.example',
    'https:shop.example',
    '\u0001https://shop.example/',
    'https://faß.example',
    'https://shop.example/a/../b',
  ])('has no base that another reader may take for another address: %j', (linkBaseUrl) => {
    expect(faultsOf({ linkBaseUrl })).toEqual(['/linkBaseUrl link-base-invalid']);
  });

  it('may keep a base from before that rule, and change the rest', () => {
    const before = { ...defaultSettings, name: 'Shop', linkBaseUrl: 'https://SHOP.example' };
    expect(changeSettings(before, { name: 'The Shop', linkBaseUrl: before.linkBaseUrl })).toEqual({
      ok: true,
      value: { settings: { ...before, name: 'The Shop' }, fields: ['name'] },
    });
    expect(changeSettings(before, { linkBaseUrl: 'https://SHOP.example/' })).toMatchObject({ ok: false });
    expect(changeSettings(before, { linkBaseUrl: null })).toMatchObject({ ok: true });
  });
});

describe('the address for help of an application', () => {
  it('is one that mails can go to', () => {
    expect(faultsOf({ appearance: { supportEmail: 'help@shop.example' } })).toEqual([]);
    expect(faultsOf({ appearance: { supportEmail: 'help at shop' } })).toEqual([
      '/appearance/supportEmail email-invalid',
    ]);
  });
});

describe('the version of terms that people agree to', () => {
  const withLink = { termsUrl: 'https://shop.example/terms' };

  it('needs a link to either text', () => {
    const policy = { termsVersion: '2026-05' };
    expect(faultsOf({ policy })).toEqual(['/policy/termsVersion terms-link-missing']);
    expect(faultsOf({ policy, appearance: withLink })).toEqual([]);
    expect(faultsOf({ policy, appearance: { privacyUrl: 'https://shop.example/privacy' } })).toEqual([]);
    expect(faultsOf({ appearance: withLink })).toEqual([]);
  });

  it('shows as something, and disturbs nothing', () => {
    const faults = (termsVersion: string) => faultsOf({ policy: { termsVersion }, appearance: withLink });
    expect(faults('\u200b')).toEqual(['/policy/termsVersion text-empty']);
    expect(faults('2026\u202e05')).toEqual(['/policy/termsVersion text-unprintable']);
  });
});

describe('the origins of an application', () => {
  const faults = (origin: string) => faultsOf({ allowedOrigins: [origin] });

  it.each(['capacitor://localhost', 'chrome-extension://abcdefgh', 'app://a', 'com.example.app://host:8080'])(
    'may be those of an app: %s',
    (origin) => expect(faults(origin)).toEqual([]),
  );

  it.each(['http', 'ws', 'wss', 'ftp', 'file', 'data', 'blob', 'about', 'javascript', 'null'])(
    'name no app by the scheme %s',
    (scheme) => expect(faults(`${scheme}://shop.example`)).toEqual(['/allowedOrigins/0 origin-invalid']),
  );

  it.each(['nothing', 'app://', 'app://a/', 'app://a:0', 'app://-a'])('are none of a page or an app: %s', (origin) =>
    expect(faults(origin)).toEqual(['/allowedOrigins/0 origin-invalid']),
  );
});
