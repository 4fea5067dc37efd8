import type { Application } from '@gatehouse/applications/contract';
import { ApplicationSenders } from '../../../libs/notification/adapters/applications/applications-context.js';
import { knowing } from '../../support/known-application.js';
import { theShop } from '../../support/the-shop.js';

const shop = { ...theShop, name: 'Shop', defaultLocale: 'fr' };

const senderOf = (application: Partial<Application>) =>
  new ApplicationSenders(
    knowing(() => ({ ...shop, ...application })),
    'https://auth.example/base/',
  ).of('shop');

describe('the sender of an application’s mails', () => {
  it('is that of the settings, unless the application has its own', async () => {
    const look = expect.objectContaining({ logo: null, termsUrl: null, colorScheme: 'auto' });
    expect(await senderOf({})).toEqual({ application: 'shop', applicationName: 'Shop', defaultLocale: 'fr', look });
  });

  it('is called as the application says, or as the application itself', async () => {
    const email = 'hello@shop.example';
    expect(await senderOf({ sender: { email, name: 'The Shop' } })).toMatchObject({
      from: { email, name: 'The Shop' },
    });
    expect(await senderOf({ sender: { email, name: null } })).toMatchObject({ from: { email, name: 'Shop' } });
  });

  it('goes by the providers that the application has chosen, with their shares', async () => {
    const policy = { providers: { mail: ['ses', 'resend:5'], sms: null } };
    expect(await senderOf({ policy })).toMatchObject({
      routes: {
        mail: [
          { provider: 'ses', share: null },
          { provider: 'resend', share: 5 },
        ],
      },
    });
  });

  it('takes answers elsewhere, where the application says so', async () => {
    expect(await senderOf({ replyTo: 'help@shop.example' })).toMatchObject({ replyTo: 'help@shop.example' });
  });

  it('looks as the application does', async () => {
    const appearance = { accentColor: '#0b6e4f', colorScheme: 'dark', supportEmail: 'help@shop.example' } as const;
    expect((await senderOf({ appearance })).look).toMatchObject({
      colorScheme: 'dark',
      accentColors: { light: { accent: '#0b6e4f' } },
      supportEmail: 'help@shop.example',
    });
  });

  it('looks otherwise as soon as the application does', async () => {
    let application: Application = { ...shop, appearance: { accentColor: '#0b6e4f' } };
    const senders = new ApplicationSenders(
      knowing(() => application),
      'https://auth.example/',
    );
    const accent = async () => (await senders.of('shop')).look.accentColors.light.accent;
    expect([await accent(), await accent()]).toEqual(['#0b6e4f', '#0b6e4f']);
    application = { ...application, appearance: { accentColor: '#7c2d12' } };
    expect(await accent()).toBe('#7c2d12');
  });

  it('has a logo where mail programs show its type', async () => {
    const logoOf = async (type: 'image/png' | 'image/webp' | 'image/svg+xml') =>
      (await senderOf({ logo: { path: '/a/shop/logo/0123', type, width: 48, height: 32 } })).look.logo;
    expect(await logoOf('image/png')).toEqual({
      url: 'https://auth.example/base/a/shop/logo/0123',
      width: 48,
      height: 32,
    });
    expect(await logoOf('image/webp')).toBeNull();
    expect(await logoOf('image/svg+xml')).toBeNull();
  });
});
