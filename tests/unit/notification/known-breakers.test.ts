import { jest } from '@jest/globals';
import {
  type FailoverOptions,
  FailoverProvider,
} from '../../../libs/notification/adapters/providers/failover-provider.js';
import type { BreakerChange } from '../../../libs/notification/adapters/providers/provider-breaker.js';
import { FAILING, FakeCarrier } from '../../support/notification/fake-carrier.js';

let now: number;
let first: FakeCarrier;
let second: FakeCarrier;
let changes: (BreakerChange & { readonly provider: string })[];

beforeEach(() => {
  now = Date.parse('2026-05-01T12:00:00Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  first = new FakeCarrier('postmark');
  second = new FakeCarrier('mailjet');
  changes = [];
});
afterEach(() => jest.restoreAllMocks());

const providerWith = (options: Partial<FailoverOptions>) =>
  new FailoverProvider(
    [first, second].map((carrier) => ({ carrier, share: null })),
    {
      now: () => new Date(now),
      onChange: (provider, change) => changes.push({ provider, ...change }),
      ...options,
    },
  );
const send = (provider: ReturnType<typeof providerWith>) => provider.send({ deliveryId: 'one' });

describe('a breaker', () => {
  it('begins open where another process has found the provider to fail, and is the first to probe it', async () => {
    const knownAsOpen = async () => [{ provider: 'postmark', reason: 'http-503' }];
    const provider = providerWith({ knownAsOpen });
    expect(await send(provider)).toMatchObject({ provider: 'mailjet' });
    expect([first.calls, changes]).toEqual([0, [{ provider: 'postmark', state: 'open', reason: 'http-503' }]]);
    now += 10_000;
    expect(await send(provider)).toMatchObject({ provider: 'postmark' });
    expect(changes.at(-1)).toMatchObject({ state: 'closed' });
  });

  it('is left to the next process by one that ends, and only where there is something to tell', async () => {
    let left = 0;
    const onLeave = async () => {
      left += 1;
    };
    await providerWith({ onLeave }).close();
    expect(left).toBe(0);
    const provider = providerWith({ onLeave });
    first.says = { ...FAILING, needsOperator: true };
    await send(provider);
    await provider.close();
    expect(left).toBe(1);
  });

  it('begins closed where what the others know cannot be read', async () => {
    const provider = providerWith({ knownAsOpen: () => Promise.reject(new Error('no database')) });
    expect(await send(provider)).toMatchObject({ provider: 'postmark' });
  });
});
