import type { Application } from '@gatehouse/applications/contract';
import { ApplicationSenders } from '../../../libs/notification/adapters/applications/applications-context.js';
import { knowing } from '../../support/known-application.js';
import { theShop } from '../../support/the-shop.js';

const shop = { ...theShop, name: 'Shop', defaultLocale: 'fr' };

const senderOf = (application: Partial<Application>) =>
  new ApplicationSenders(knowing(() => ({ ...shop, ...application }))).of('shop');

describe('the sender of an application’s mails', () => {
  it('is that of the settings, unless the application has its own', async () => {
    expect(await senderOf({})).toEqual({ application: 'shop', applicationName: 'Shop', defaultLocale: 'fr' });
  });

  it('is called as the application says, or as the application itself', async () => {
    const email = 'hello@shop.example';
    expect(await senderOf({ sender: { email, name: 'The Shop' } })).toMatchObject({
      from: { email, name: 'The Shop' },
    });
    expect(await senderOf({ sender: { email, name: null } })).toMatchObject({ from: { email, name: 'Shop' } });
  });

  it('takes answers elsewhere, where the application says so', async () => {
    expect(await senderOf({ replyTo: 'help@shop.example' })).toMatchObject({ replyTo: 'help@shop.example' });
  });
});
