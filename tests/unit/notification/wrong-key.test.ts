import { jest } from '@jest/globals';
import { brevo } from '../../../libs/notification/adapters/brevo/brevo.js';
import {
  type FailoverOptions,
  FailoverProvider,
} from '../../../libs/notification/adapters/providers/failover-provider.js';
import type { BreakerChange } from '../../../libs/notification/adapters/providers/provider-breaker.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/providers.js';
import { ACCEPTED, FAILING, FakeCarrier } from '../../support/notification/fake-carrier.js';

const WRONG_KEY: ProviderAnswer = { ...FAILING, reason: 'credentials-refused-401', status: 401, needsOperator: true };

let now: number;
let only: FakeCarrier;
let changes: BreakerChange[];

beforeEach(() => {
  now = Date.parse('2026-05-01T12:00:00Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  only = new FakeCarrier('postmark');
  changes = [];
});
afterEach(() => jest.restoreAllMocks());

const after = (seconds: number): void => {
  now += seconds * 1_000;
};
const providerWith = (options: Partial<FailoverOptions> = {}) =>
  new FailoverProvider([{ carrier: only, share: null }], {
    now: () => new Date(now),
    onChange: (_, change) => changes.push(change),
    // Probes are not what is looked at here.
    probeAfterMs: [3_600_000, 3_600_000],
    ...options,
  });
const send = (provider: ReturnType<typeof providerWith>, from?: object) =>
  provider.send({ deliveryId: 'one', ...(from && { from }) });
const HELD = { kind: 'refused', retryable: true, reason: 'credentials-refused-401', provider: 'postmark' };

describe('the only provider, which refuses our key', () => {
  it('gets one message in five seconds, and the others wait', async () => {
    const provider = providerWith();
    only.says = WRONG_KEY;
    expect(await send(provider)).toMatchObject({ ...HELD, needsOperator: true });
    for (let count = 0; count < 20; count += 1) {
      expect(await send(provider)).toEqual({ ...HELD, retryAfterSeconds: 5 });
    }
    after(5);
    await send(provider);
    expect(await send(provider)).toEqual({ ...HELD, retryAfterSeconds: 5 });
    expect(only.calls).toBe(2);
    expect(changes).toEqual([{ state: 'open', reason: 'credentials-refused-401' }]);
  });

  it('gets all of them as soon as it accepts one, and is closed', async () => {
    const provider = providerWith();
    only.says = WRONG_KEY;
    await send(provider);
    only.says = ACCEPTED;
    after(5);
    for (let count = 0; count < 5; count += 1) expect(await send(provider)).toMatchObject({ kind: 'accepted' });
    expect(changes.at(-1)).toEqual({ state: 'closed', reason: null });
    expect(provider.states).toEqual([{ provider: 'postmark', state: 'closed' }]);
  });

  it('is asked by one message alone where several come at the same moment', async () => {
    const provider = providerWith();
    only.says = WRONG_KEY;
    await send(provider);
    after(5);
    const { promise, resolve } = Promise.withResolvers<ProviderAnswer>();
    only.says = () => promise;
    const asking = send(provider);
    expect(await send(provider)).toEqual({ ...HELD, retryAfterSeconds: 1 });
    resolve(ACCEPTED);
    expect(await asking).toMatchObject({ kind: 'accepted' });
    expect(await send(provider)).toMatchObject({ kind: 'accepted' });
  });

  it('is asked at once by a process that starts, and closed if the key works now', async () => {
    const provider = providerWith({
      knownAsOpen: async () => [{ provider: 'postmark', reason: 'credentials-refused-401' }],
    });
    expect(await send(provider)).toMatchObject({ kind: 'accepted' });
    expect(changes.map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  it('holds back nobody for the sender of one application', async () => {
    const provider = providerWith();
    only.says = { ...WRONG_KEY, reason: 'http-422 400', isAboutSender: true };
    await send(provider, { email: 'hi@shop.example' });
    only.says = ACCEPTED;
    expect(await send(provider)).toMatchObject({ kind: 'accepted' });
  });

  it('is asked by every message while it fails in any other way', async () => {
    const provider = providerWith();
    only.says = FAILING;
    for (let count = 0; count < 6; count += 1) expect(await send(provider)).toMatchObject({ reason: 'http-500' });
    expect(only.calls).toBe(6);
  });
});

describe('a refusal in which Brevo repeats an address', () => {
  const readOf = (message: string) =>
    brevo({
      name: 'brevo',
      url: 'https://api.brevo.com',
      urlSetting: 'MAIL_BREVO_BASE_URL',
      share: null,
      apiKey: 'key',
      events: '',
    }).read({
      status: 400,
      isSuccess: false,
      headers: {},
      json: { code: 'invalid_parameter', message },
    });

  it('is of our sender only where its own words say so, since a stranger has typed the address', () => {
    expect(readOf('sender@sender.example is not valid in to')).toMatchObject({ retryable: false, bounce: 'rejected' });
    expect(readOf('The sender hello@shop.example is not valid')).toMatchObject({ needsOperator: true });
  });
});
