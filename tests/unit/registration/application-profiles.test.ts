import type { Application } from '@gatehouse/applications/contract';
import { ContractApplicationDirectory } from '../../../libs/registration/adapters/applications/contract-application-directory.js';
import { knowing } from '../../support/known-application.js';
import { theShop } from '../../support/the-shop.js';

describe('what registration knows of an application', () => {
  let application: Application = theShop;
  const directory = new ContractApplicationDirectory(
    knowing(() => application),
    { sendsTexts: true, perDayAnywhere: 20, sms: {} },
  );

  it('is worked out once, as long as the application is the same', async () => {
    expect(await directory.get('shop')).toBe(await directory.get('shop'));
  });

  it('changes with the application', async () => {
    const before = await directory.get('shop');
    application = { ...theShop, name: 'Another name', policy: { ...theShop.policy, requirePhone: true } };
    const after = await directory.get('shop');
    expect([before.name, before.policy.requirePhone]).toEqual([theShop.name, false]);
    expect([after.name, after.policy.requirePhone]).toEqual(['Another name', true]);
  });

  it('is bounded by what the deployment allows', async () => {
    const { policy } = await new ContractApplicationDirectory(
      knowing(() => theShop),
      { sendsTexts: false, perDayAnywhere: 7, sms: {} },
    ).get('shop');
    expect(policy.messages.perDayAnywhere).toBe(7);
    expect(policy.sms.countries).toEqual([]);
  });
});
