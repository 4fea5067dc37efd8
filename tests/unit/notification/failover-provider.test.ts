import { createHash } from 'node:crypto';
import { jest } from '@jest/globals';
import {
  type FailoverOptions,
  FailoverProvider,
} from '../../../libs/notification/adapters/providers/failover-provider.js';
import type { BreakerChange } from '../../../libs/notification/adapters/providers/provider-breaker.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/providers.js';
import { ACCEPTED, FAILING, FakeCarrier } from '../../support/notification/fake-carrier.js';

const FINAL: ProviderAnswer = { kind: 'refused', retryable: false, reason: 'http-422 406', status: 422 };
const WRONG_KEY: ProviderAnswer = { ...FAILING, reason: 'credentials-refused-401', status: 401, needsOperator: true };

let now: number;
let first: FakeCarrier;
let second: FakeCarrier;
let changes: (BreakerChange & { readonly provider: string })[];

beforeEach(() => {
  now = Date.parse('2026-05-01T12:00:00Z');
  // The breaker reads the clock of the system.
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  first = new FakeCarrier('postmark');
  second = new FakeCarrier('mailjet');
  changes = [];
});
afterEach(() => jest.restoreAllMocks());

const after = (seconds: number): void => {
  now += seconds * 1_000;
};
const providerWith = (shares: readonly (number | null)[] = [null, null], options: Partial<FailoverOptions> = {}) =>
  new FailoverProvider(
    [first, second].map((carrier, place) => ({ carrier, share: shares[place] ?? null })),
    {
      now: () => new Date(now),
      onChange: (provider, change) => changes.push({ provider, ...change }),
      ...options,
    },
  );
const send = (provider: ReturnType<typeof providerWith>, deliveryId = 'one') => provider.send({ deliveryId });

describe('of two providers', () => {
  it('the first carries everything while it works', async () => {
    const provider = providerWith();
    expect(await send(provider)).toEqual({ ...ACCEPTED, provider: 'postmark' });
    expect(second.calls).toBe(0);
    expect(provider).toMatchObject({ name: 'postmark', sendTimeoutSeconds: 10 });
  });

  it('the second carries what the first refuses for now, within the same attempt', async () => {
    first.says = FAILING;
    expect(await send(providerWith())).toEqual({ ...ACCEPTED, provider: 'mailjet' });
  });

  it('the second gets nothing that is final for the message', async () => {
    first.says = FINAL;
    expect(await send(providerWith())).toEqual({ ...FINAL, provider: 'postmark' });
    expect(second.calls).toBe(0);
  });

  it('both fail: the last answer counts, and the shortest wait that was asked for', async () => {
    first.says = { ...FAILING, retryAfterSeconds: 30 };
    second.says = { ...FAILING, reason: 'http-503', retryAfterSeconds: 7 };
    expect(await send(providerWith())).toEqual({
      ...FAILING,
      reason: 'http-503',
      retryAfterSeconds: 7,
      provider: 'mailjet',
    });
    second.says = FAILING;
    expect(await send(providerWith())).toEqual({ ...FAILING, provider: 'mailjet' });
  });

  it('one that asks to wait gets nothing until then', async () => {
    const provider = providerWith();
    first.says = { ...FAILING, status: 429, retryAfterSeconds: 20 };
    await send(provider);
    first.says = ACCEPTED;
    after(19.999);
    expect(await send(provider)).toMatchObject({ provider: 'mailjet' });
    after(0.001);
    expect(await send(provider)).toMatchObject({ provider: 'postmark' });
  });

  it('both ask to wait: messages wait for the first of them, and one a minute asks all the same', async () => {
    const provider = providerWith();
    first.says = { ...FAILING, status: 429, retryAfterSeconds: 3_600 };
    second.says = { ...FAILING, status: 429, retryAfterSeconds: 90 };
    await send(provider);
    after(20);
    const waits = { kind: 'refused', retryable: true, reason: 'asked-to-wait', provider: 'postmark' };
    expect(await send(provider)).toEqual({ ...waits, retryAfterSeconds: 40 });
    after(40);
    expect(await send(provider)).toMatchObject({ provider: 'postmark', status: 429 });
    expect(await send(provider)).toMatchObject({ provider: 'mailjet', status: 429 });
    expect(await send(provider)).toEqual({ ...waits, retryAfterSeconds: 60 });
    expect([first.calls, second.calls]).toEqual([2, 2]);
  });

  it('an application’s list says who may carry its messages, and in which order', async () => {
    const ofApplications = new Map([
      ['shop', ['mailjet']],
      ['news', ['mailjet', 'postmark']],
    ]);
    const provider = providerWith([null, null], { ofApplications });
    const sendOf = (application: string) => provider.send({ deliveryId: 'one', about: { application } });
    expect(await sendOf('shop')).toMatchObject({ provider: 'mailjet' });
    expect(await sendOf('other')).toMatchObject({ provider: 'postmark' });
    second.says = FAILING;
    expect(await sendOf('shop')).toMatchObject({ kind: 'refused', provider: 'mailjet' });
    expect(await sendOf('news')).toMatchObject({ provider: 'postmark' });
  });
});

describe('a share of the messages', () => {
  /** Ids as the service makes them, the same in every run. */
  const ids = Array.from({ length: 20_000 }, (_, place) =>
    createHash('sha256').update(`a fixed seed ${place}`).digest('hex').slice(0, 32),
  );

  it.each([5, 20, 50])('of %d in 100 goes first to the provider that is tried out, by chance', async (share) => {
    const provider = providerWith([null, share]);
    for (const id of ids) await send(provider, id);
    const expected = (ids.length * share) / 100;
    const chiSquare =
      (second.calls - expected) ** 2 / expected + (first.calls - ids.length + expected) ** 2 / (ids.length - expected);
    // One degree of freedom, p = 0.001.
    expect(chiSquare).toBeLessThan(10.83);
  });

  it('takes each message the same way every time', async () => {
    const provider = providerWith([null, 20]);
    const took = async () => {
      const names: unknown[] = [];
      for (const id of ids.slice(0, 500)) names.push((await send(provider, id)).provider);
      return names;
    };
    expect(await took()).toEqual(await took());
  });
});

describe('a breaker', () => {
  it('opens after four failures and keeps messages from its provider; then one is the probe, and closes it', async () => {
    const provider = providerWith();
    first.says = FAILING;
    for (let count = 0; count < 10; count += 1) expect(await send(provider)).toMatchObject({ kind: 'accepted' });
    expect(first.calls).toBe(4);
    expect(changes).toEqual([{ provider: 'postmark', state: 'open', reason: 'http-500' }]);
    expect(provider.states).toEqual([
      { provider: 'postmark', state: 'open' },
      { provider: 'mailjet', state: 'closed' },
    ]);
    first.says = ACCEPTED;
    after(10);
    expect(await send(provider)).toMatchObject({ provider: 'postmark' });
    expect(changes.slice(1)).toEqual([
      { provider: 'postmark', state: 'half-open', reason: null },
      { provider: 'postmark', state: 'closed', reason: null },
    ]);
  });

  it('opens again when the probe fails, and lets the others pass by while it is under way', async () => {
    const provider = providerWith();
    first.says = FAILING;
    for (let count = 0; count < 4; count += 1) await send(provider);
    let answer: (probe: ProviderAnswer) => void = () => undefined;
    first.says = () => new Promise((resolve) => (answer = resolve));
    after(10);
    const probe = send(provider, 'the probe');
    expect(await send(provider)).toMatchObject({ provider: 'mailjet' });
    answer(FAILING);
    expect(await probe).toMatchObject({ provider: 'mailjet' });
    expect(changes.map(({ state }) => state)).toEqual(['open', 'half-open', 'open']);
  });

  it('opens at once when only the operator can help', async () => {
    const provider = providerWith();
    first.says = WRONG_KEY;
    await send(provider);
    await send(provider);
    expect(first.calls).toBe(1);
    expect(changes).toEqual([{ provider: 'postmark', state: 'open', reason: 'credentials-refused-401' }]);
  });

  it('says what it opened for, though another message is accepted in the same moment', async () => {
    const provider = providerWith();
    const [refused, accepted] = [Promise.withResolvers<ProviderAnswer>(), Promise.withResolvers<ProviderAnswer>()];
    const answers = [refused, accepted];
    first.says = () => answers.shift()?.promise ?? Promise.resolve(ACCEPTED);
    const sent = [send(provider, 'one'), send(provider, 'other')];
    refused.resolve(WRONG_KEY);
    accepted.resolve(ACCEPTED);
    await Promise.all(sent);
    expect(changes).toEqual([{ provider: 'postmark', state: 'open', reason: 'credentials-refused-401' }]);
  });

  it('counts messages that were accepted too slowly, and still takes their answer', async () => {
    const provider = providerWith([null, null], { slowSeconds: -1 });
    for (let count = 0; count < 5; count += 1) expect(await send(provider)).toMatchObject({ kind: 'accepted' });
    expect(first.calls).toBe(4);
    expect(changes[0]).toEqual({ provider: 'postmark', state: 'open', reason: 'slow' });
  });

  it('does not count an application’s own sender that the provider refuses, and counts the operator’s', async () => {
    const provider = providerWith();
    first.says = { ...WRONG_KEY, reason: 'http-422 400', isAboutSender: true };
    const own = { deliveryId: 'one', from: { email: 'ada@shop.example' } };
    for (let count = 0; count < 20; count += 1) {
      expect(await provider.send(own)).toMatchObject({ provider: 'mailjet' });
    }
    expect([first.calls, changes]).toEqual([20, []]);
    await send(provider);
    expect(changes).toEqual([{ provider: 'postmark', state: 'open', reason: 'http-422 400' }]);
  });

  it('does not count what is final for the message', async () => {
    const provider = providerWith();
    first.says = FINAL;
    for (let count = 0; count < 20; count += 1) await send(provider);
    expect(first.calls).toBe(20);
    expect(changes).toEqual([]);
  });

  it('keeps messages from no provider when all are open', async () => {
    const provider = providerWith();
    first.says = FAILING;
    second.says = FAILING;
    for (let count = 0; count < 4; count += 1) await send(provider);
    expect(provider.states.map(({ state }) => state)).toEqual(['open', 'open']);
    first.says = ACCEPTED;
    expect(await send(provider)).toEqual({ ...ACCEPTED, provider: 'postmark' });
  });
});
