import {
  type FailoverOptions,
  FailoverProvider,
} from '../../../libs/notification/adapters/providers/failover-provider.js';
import { FAILING, FakeCarrier } from '../../support/notification/fake-carrier.js';

let first: FakeCarrier;
let second: FakeCarrier;

beforeEach(() => {
  first = new FakeCarrier('postmark');
  second = new FakeCarrier('mailjet');
});

const providerWith = (shares: readonly (number | null)[] = [null, null], options: Partial<FailoverOptions> = {}) =>
  new FailoverProvider(
    [first, second].map((carrier, place) => ({ carrier, share: shares[place] ?? null })),
    { now: () => new Date('2026-05-01T12:00:00Z'), ...options },
  );

describe('what an application has chosen', () => {
  const entry = (provider: string, share: number | null = null) => ({ provider, share });

  it('says who may carry its messages, before what the settings say of it', async () => {
    const provider = providerWith([null, null], { ofApplications: new Map([['shop', ['postmark']]]) });
    const sendBy = (...names: string[]) =>
      provider.send({ deliveryId: 'one', about: { application: 'shop' }, route: names.map((name) => entry(name)) });
    expect(await sendBy('mailjet')).toMatchObject({ provider: 'mailjet' });
    expect(await sendBy('mailjet', 'postmark')).toMatchObject({ provider: 'mailjet' });
    second.says = FAILING;
    expect(await sendBy('mailjet')).toMatchObject({ kind: 'refused', provider: 'mailjet' });
    expect(await sendBy('mailjet', 'postmark')).toMatchObject({ kind: 'accepted', provider: 'postmark' });
  });

  it('counts only as far as the deployment has these providers', async () => {
    const sendBy = (name: string) => providerWith().send({ deliveryId: 'one', route: [entry(name)] });
    expect(await sendBy('gone')).toMatchObject({ kind: 'accepted', provider: 'postmark' });
  });

  it('has shares of its own, whatever those of the settings are', async () => {
    const provider = providerWith([null, 90]);
    const route = [entry('postmark'), entry('mailjet', 20)];
    for (let count = 0; count < 1_000; count += 1) await provider.send({ deliveryId: `delivery ${count}`, route });
    expect(second.calls).toBeGreaterThan(150);
    expect(second.calls).toBeLessThan(250);
  });
});
