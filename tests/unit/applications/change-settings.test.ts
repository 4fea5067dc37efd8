import { defaultSettings, type SettingsPatch } from '../../../libs/applications/domain/application/application.js';
import { changeSettings } from '../../../libs/applications/domain/application/change-application.js';

const shop = { ...defaultSettings, name: 'Shop', policy: { code: { digits: 6, lifeSeconds: 90 }, sms: { perDay: 5 } } };

const after = (patch: SettingsPatch) => {
  const changed = changeSettings(shop, patch);
  if (!changed.ok) throw new Error(JSON.stringify(changed.error));
  return changed.value;
};
const faultsOf = (patch: SettingsPatch) => {
  const changed = changeSettings(shop, patch);
  return changed.ok ? [] : changed.error.map(({ pointer, fault }) => `${pointer} ${fault}`);
};

describe('a change of an application', () => {
  it('leaves alone what it does not name', () => {
    expect(after({})).toEqual({ settings: shop, fields: [] });
    expect(after({ name: 'The Shop' })).toEqual({ settings: { ...shop, name: 'The Shop' }, fields: ['name'] });
  });

  it('names no field that is as it was', () => {
    const same = { name: 'Shop', policy: { sms: { perDay: 5 } }, sender: null, allowedOrigins: [] };
    expect(after(same)).toEqual({ settings: shop, fields: [] });
    expect(after({ ...same, preset: 'strict' }).fields).toEqual(['preset']);
  });

  it('goes back to the default with null', () => {
    const changed = after({ defaultLocale: 'fr', preset: 'strict', allowedOrigins: ['https://shop.example'] });
    expect(changed.settings).toMatchObject({ defaultLocale: 'fr', preset: 'strict' });
    const back = changeSettings(changed.settings, { defaultLocale: null, preset: null, allowedOrigins: null });
    expect(back).toMatchObject({ ok: true, value: { settings: shop } });
  });

  it('merges the policy as deep as it goes, and drops sections that say nothing', () => {
    expect(after({ policy: { code: { digits: 8 } } }).settings.policy).toEqual({
      code: { digits: 8, lifeSeconds: 90 },
      sms: { perDay: 5 },
    });
    expect(after({ policy: { code: { digits: null }, sms: null } }).settings.policy).toEqual({
      code: { lifeSeconds: 90 },
    });
    expect(after({ policy: { code: { digits: null, lifeSeconds: null } } }).settings.policy).toEqual({
      sms: { perDay: 5 },
    });
    expect(after({ policy: { sms: { countries: ['FR'] } } }).settings.policy).toMatchObject({
      sms: { perDay: 5, countries: ['FR'] },
    });
    expect(after({ policy: null }).settings.policy).toEqual({});
  });

  it('leaves alone what it names without a value, and takes the whole appearance back with null', () => {
    const french = { ...shop, defaultLocale: 'fr', linkBaseUrl: 'https://shop.example/' };
    const unchanged = changeSettings(french, { name: undefined, defaultLocale: undefined, linkBaseUrl: undefined });
    expect(unchanged).toEqual({ ok: true, value: { settings: french, fields: [] } });
    const blue = changeSettings(shop, { appearance: { cornerRadius: 4 } });
    const before = blue.ok ? blue.value.settings : shop;
    expect(changeSettings(before, { appearance: null })).toMatchObject({ ok: true, value: { settings: shop } });
  });

  it('knows a sender without a name', () => {
    expect(after({ sender: { email: 'hello@shop.example' } }).settings.sender).toEqual({
      email: 'hello@shop.example',
      name: null,
    });
    expect(after({ sender: null }).settings.sender).toBeNull();
  });

  it('takes exact origins alone', () => {
    const good = ['https://shop.example', 'https://shop.example:8443', 'http://localhost:5173', 'http://[::1]'];
    expect(faultsOf({ allowedOrigins: good })).toEqual([]);
    for (const bad of [
      '*',
      'null',
      'https://*.shop.example',
      'https://shop.example/',
      'https://shop.example/path',
      'https://SHOP.example',
      'https://shop.example:443',
      'http://shop.example',
      'https://user@shop.example',
      'https://shop.example ',
      'shop.example',
      'file://',
      'javascript:alert(1)',
      '',
    ]) {
      expect({ bad, faults: faultsOf({ allowedOrigins: ['https://a.example', bad] }) }).toEqual({
        bad,
        faults: ['/allowedOrigins/1 origin-invalid'],
      });
    }
  });

  it('takes the origins of apps and of browsers’ extensions', () => {
    const good = [
      'capacitor://localhost',
      'ionic://localhost',
      'tauri://localhost',
      'http://tauri.localhost',
      'https://tauri.localhost',
      'app://obsidian.md',
      'wails://wails.localhost:34115',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      'moz-extension://0b7f4a0e-6a4b-4d0e-9f2f-0d4f3c1c2b1a',
      'safari-web-extension://0b7f4a0e-6a4b-4d0e-9f2f-0d4f3c1c2b1a',
    ];
    expect(faultsOf({ allowedOrigins: good })).toEqual([]);
    for (const bad of [
      'capacitor://',
      'capacitor://localhost/',
      'Capacitor://localhost',
      'capacitor://LOCALHOST',
      'capacitor://*',
      'capacitor://a@localhost',
      'capacitor://localhost?x',
      'capacitor:localhost',
      'file://localhost',
      'blob://localhost',
      'ws://localhost',
      'data://localhost',
      'http://localhost.shop.example',
      'http://taurilocalhost',
      ' capacitor://localhost',
    ]) {
      expect({ bad, faults: faultsOf({ allowedOrigins: [bad] }) }).toEqual({
        bad,
        faults: ['/allowedOrigins/0 origin-invalid'],
      });
    }
  });

  it('takes links and redirects that lead where they seem to', () => {
    expect(faultsOf({ linkBaseUrl: 'https://shop.example/account/', redirectTargets: [] })).toEqual([]);
    expect(faultsOf({ redirectTargets: ['https://shop.example', 'https://shop.example/welcome?from=mail'] })).toEqual(
      [],
    );
    for (const bad of ['http://shop.example', '//shop.example', 'javascript:alert(1)', 'https://a@shop.example/x']) {
      expect(faultsOf({ linkBaseUrl: bad })).toEqual(['/linkBaseUrl link-base-invalid']);
      expect(faultsOf({ redirectTargets: [bad] })).toEqual(['/redirectTargets/0 redirect-invalid']);
    }
    for (const bad of ['https://shop.example/?', 'https://shop.example/#', 'https://shop.example/?x=1']) {
      expect(faultsOf({ linkBaseUrl: bad })).toEqual(['/linkBaseUrl link-base-invalid']);
    }
    for (const bad of ['https://shop.example/#x', 'https://shop.example/a/../b', 'https:\\\\shop.example']) {
      expect(faultsOf({ redirectTargets: [bad] })).toEqual(['/redirectTargets/0 redirect-invalid']);
    }
  });

  it('lets nothing into the headers of mails', () => {
    expect(faultsOf({ name: 'Shop\r\nBcc: all@example.org' })).toEqual(['/name text-unprintable']);
    for (const nothing of [' ', '\u200b', '\u3164', '\u2800']) {
      expect(faultsOf({ name: nothing })).toEqual(['/name text-empty']);
    }
    expect(faultsOf({ name: 'Shop \u202egro' })).toEqual(['/name text-unprintable']);
    expect(faultsOf({ name: 'متجر\u200f' })).toEqual([]);
    expect(faultsOf({ sender: { email: 'a@b.example', name: 'Shop\u2028' } })).toEqual([
      '/sender/name text-unprintable',
    ]);
    for (const bad of [
      'shop',
      'a@b',
      'a@b.example\r\nBcc: c@d.example',
      '<a@b.example>',
      'a b@c.example',
      '"a"@b.example',
    ]) {
      expect(faultsOf({ sender: { email: bad } })).toEqual(['/sender/email email-invalid']);
      expect(faultsOf({ replyTo: bad })).toEqual(['/replyTo email-invalid']);
    }
  });

  it('names everything that is wrong at once', () => {
    expect(faultsOf({ name: '', defaultLocale: 'x', replyTo: 'x', linkBaseUrl: 'x' })).toEqual([
      '/name text-empty',
      '/defaultLocale locale-invalid',
      '/replyTo email-invalid',
      '/linkBaseUrl link-base-invalid',
    ]);
  });
});
