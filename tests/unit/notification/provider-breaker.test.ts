import { jest } from '@jest/globals';
import { type BreakerChange, ProviderBreaker } from '../../../libs/notification/adapters/providers/provider-breaker.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/providers.js';
import { ACCEPTED, FAILING, LOST } from '../../support/notification/fake-carrier.js';

let now: number;
/** Milliseconds. */
let elapsed: number;
let checks: number;
let checkSays: () => Promise<ProviderAnswer>;
let changes: BreakerChange[];
let breaker: ProviderBreaker;

beforeEach(() => {
  now = Date.parse('2026-05-01T12:00:00Z');
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  elapsed = 0;
  checks = 0;
  checkSays = async () => ACCEPTED;
  changes = [];
  breaker = new ProviderBreaker({
    onChange: (change) => changes.push(change),
    elapsed: () => elapsed,
    check: () => {
      checks += 1;
      return checkSays();
    },
  });
});
afterEach(() => jest.restoreAllMocks());

const opens = async () => {
  for (let count = 0; count < 4; count += 1) await breaker.send(async () => FAILING);
  expect(breaker.state).toBe('open');
};
/** Longer than the longest wait for a probe. */
const later = () => {
  now += 61_000;
};
/** What was begun beside a message has come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
const accepts = jest.fn(async () => ACCEPTED);
beforeEach(() => accepts.mockClear());

describe('the breaker of a provider that can be asked without sending', () => {
  it('asks it before it lets a message try it, and no message waits for that', async () => {
    await opens();
    later();
    const { promise, resolve } = Promise.withResolvers<ProviderAnswer>();
    checkSays = () => promise;
    expect(await breaker.send(accepts)).toBeNull();
    expect(await breaker.send(accepts)).toBeNull();
    resolve(ACCEPTED);
    await settled();
    expect(accepts).not.toHaveBeenCalled();
    expect(breaker.state).toBe('half-open');
    expect(await breaker.send(accepts)).toBe(ACCEPTED);
    expect(changes.map(({ state }) => state)).toEqual(['open', 'half-open', 'closed']);
    expect(checks).toBe(1);
  });

  it('stays open, and costs no message, as long as it does not answer', async () => {
    await opens();
    checkSays = async () => LOST;
    for (let count = 0; count < 5; count += 1) {
      later();
      expect(await breaker.send(accepts)).toBeNull();
      await settled();
    }
    expect(accepts).not.toHaveBeenCalled();
    expect([breaker.state, checks]).toEqual(['open', 5]);
    expect(changes.at(-1)).toEqual({ state: 'open', reason: 'timeout' });
  });

  it('lets one message try it whatever the answer was, and passes the others by meanwhile', async () => {
    await opens();
    checkSays = async () => ({ ...FAILING, reason: 'credentials-refused-401', status: 401, needsOperator: true });
    later();
    await breaker.send(accepts);
    await settled();
    const { promise, resolve } = Promise.withResolvers<ProviderAnswer>();
    const probe = breaker.send(() => promise);
    expect(await breaker.send(accepts)).toBeNull();
    resolve(FAILING);
    expect(await probe).toBe(FAILING);
    expect(changes.at(-1)).toEqual({ state: 'open', reason: 'http-500' });
    expect(accepts).not.toHaveBeenCalled();
  });

  it('asks nothing before its time', async () => {
    await opens();
    expect(await breaker.send(accepts)).toBeNull();
    expect(checks).toBe(0);
  });
});

describe('a breaker that is still closed', () => {
  it('lets few messages at once find out whether a provider fails that has just failed', async () => {
    await breaker.send(async () => FAILING);
    const { promise, resolve } = Promise.withResolvers<ProviderAnswer>();
    const trying = Array.from({ length: 4 }, () => breaker.send(() => promise));
    expect(await breaker.send(accepts)).toBeNull();
    resolve(ACCEPTED);
    expect(await Promise.all(trying)).toEqual(Array.from({ length: 4 }, () => ACCEPTED));
    const again = Array.from({ length: 20 }, () => breaker.send(accepts));
    expect(await Promise.all(again)).toEqual(Array.from({ length: 20 }, () => ACCEPTED));
    expect(breaker.state).toBe('closed');
  });

  it('does so as well where a message has not been answered for a while, and trusts it again as soon as it is', async () => {
    const { promise, resolve } = Promise.withResolvers<ProviderAnswer>();
    const waiting = Array.from({ length: 6 }, () => breaker.send(() => promise));
    elapsed += 1_500;
    expect(await breaker.send(accepts)).toBe(ACCEPTED);
    elapsed += 1;
    expect(await breaker.send(accepts)).toBeNull();
    resolve(ACCEPTED);
    await Promise.all(waiting);
    expect(await breaker.send(accepts)).toBe(ACCEPTED);
    expect([breaker.state, changes]).toEqual(['closed', []]);
  });

  it('lets no more than a few wait in vain', async () => {
    const hang = () => breaker.send(() => new Promise<ProviderAnswer>(() => undefined));
    void hang();
    elapsed += 2_000;
    for (let count = 0; count < 10; count += 1) void hang();
    await settled();
    expect(await breaker.send(accepts)).toBeNull();
  });
});
