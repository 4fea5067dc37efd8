import { ok } from '@gatehouse/kernel';
import {
  latestRetry,
  retryOfTexts,
  retryOnRequest,
  throttledIfLost,
} from '../../../../../libs/registration/application/codes/issue-code.js';
import { standardPolicy } from '../../../../../libs/registration/domain/policy.js';
import { ago, history, NOON } from '../../../../support/registration/in-memory/message-histories.js';

const limits = standardPolicy.messages;
const HOUR = 3_600;
const DAY = 86_400;
/** Five messages within the last hour: as many as a recipient may get. */
const FULL_HOUR = ago(3_000, 2_500, 2_000, 1_500, 1_000);
const many = (count: number, seconds: number) => ago(...Array.from({ length: count }, () => seconds));

describe('another message', () => {
  it('may be caused where nothing was sent, and right after the last', () => {
    expect(latestRetry(history(), limits)).toBe(0);
    expect(latestRetry(history({ messages: ago(1) }), limits)).toBe(0);
  });

  it.each([
    ['five to the recipient within an hour', { messages: FULL_HOUR }, HOUR - 3_000],
    ['ten to the recipient within a day', { messages: many(10, 4_000) }, DAY - 4_000],
    ['twenty to the recipient within a day, over all applications', { messagesAnywhere: many(20, 4_000) }, DAY - 4_000],
    ['thirty by the network within an hour', { networkMessages: many(30, 1_000) }, HOUR - 1_000],
    ['three hundred by its site within an hour', { wideNetworkMessages: many(300, 1_000) }, HOUR - 1_000],
  ])('waits after %s', (_, had, seconds) => {
    expect(latestRetry(history(had), limits)).toBe(seconds);
  });

  it.each([
    ['four to the recipient within an hour', { messages: FULL_HOUR.slice(1) }],
    ['five an hour ago', { messages: many(5, HOUR) }],
    ['nine within a day', { messages: many(9, 4_000) }],
    ['nineteen over all applications', { messagesAnywhere: many(19, 4_000) }],
    ['29 by the network', { networkMessages: many(29, 1_000) }],
    ['299 by its site', { wideNetworkMessages: many(299, 1_000) }],
    ['more than thirty by the network, before an hour', { networkMessages: many(40, HOUR) }],
  ])('does not wait after %s', (_, had) => {
    expect(latestRetry(history(had), limits)).toBe(0);
  });

  it('counts each of those that the network causes at once', () => {
    const had = history({ networkMessages: many(29, 1_000) });
    expect(latestRetry(had, limits, { fromNetwork: 2 })).toBe(HOUR - 1_000);
    expect(latestRetry(history({ networkMessages: many(28, 1_000) }), limits, { fromNetwork: 2 })).toBe(0);
    const ofSite = history({ wideNetworkMessages: many(299, 1_000) });
    expect(latestRetry(ofSite, limits, { fromNetwork: 2 })).toBe(HOUR - 1_000);
  });

  it('waits for the limit that ends last', () => {
    const had = history({ messages: FULL_HOUR, networkMessages: many(30, 100) });
    expect(latestRetry(had, limits)).toBe(HOUR - 100);
  });
});

describe('the reserve of an account', () => {
  const unused = { used: [], isOwn: false };

  it('admits a message beyond what its recipient may get', () => {
    expect(latestRetry(history({ messages: FULL_HOUR, reserve: unused }), limits)).toBe(0);
  });

  it.each([
    ['two of an hour', ago(1_000, 900), HOUR - 1_000],
    ['three of a day', ago(50_000, 40_000, 30_000), DAY - 50_000],
  ])('is used up after %s', (_, used, seconds) => {
    const had = history({ messages: many(10, 100), reserve: { used, isOwn: false } });
    expect(latestRetry(had, limits)).toBe(seconds);
  });

  it('does not make anybody wait longer than the limits do', () => {
    const used = ago(100, 90);
    expect(latestRetry(history({ messages: FULL_HOUR, reserve: { used, isOwn: false } }), limits)).toBe(HOUR - 3_000);
  });

  it('holds over all applications where the address is its own, for three more a day', () => {
    const anywhere = (count: number, isOwn: boolean, used: readonly Date[] = []) =>
      latestRetry(history({ messagesAnywhere: many(count, 4_000), reserve: { used, isOwn } }), limits);
    expect(anywhere(20, false)).toBe(DAY - 4_000);
    expect(anywhere(20, true)).toBe(0);
    expect(anywhere(22, true)).toBe(0);
    expect(anywhere(23, true)).toBe(DAY - 4_000);
    expect(anywhere(20, true, ago(1_000, 900))).toBe(HOUR - 1_000);
  });

  it('helps nobody over the limit of a network', () => {
    const had = history({ networkMessages: many(30, 1_000), reserve: { used: [], isOwn: true } });
    expect(latestRetry(had, limits)).toBe(HOUR - 1_000);
  });
});

describe('a message that a person asks for', () => {
  it('is refused within the gap after the recipient’s latest', () => {
    expect(retryOnRequest(history({ messages: ago(100, 12) }), limits)).toBe(18);
    expect(retryOnRequest(history({ messages: ago(29.5) }), limits)).toBe(1);
    expect(retryOnRequest(history({ messages: ago(30) }), limits)).toBe(0);
    expect(retryOnRequest(history(), limits)).toBe(0);
  });

  it('waits for a message that is still to come', () => {
    expect(retryOnRequest(history({ messages: ago(-10) }), limits)).toBe(40);
  });

  it('may count the gap from something else, or from nothing', () => {
    const had = history({ messages: ago(10) });
    expect(retryOnRequest(had, limits, { gapAfter: ago(25)[0] ?? null })).toBe(5);
    expect(retryOnRequest(had, limits, { gapAfter: null })).toBe(0);
  });

  it('is refused by all other limits as well', () => {
    expect(retryOnRequest(history({ messages: FULL_HOUR }), limits)).toBe(HOUR - 3_000);
    const had = history({ networkMessages: many(29, 1_000) });
    expect(retryOnRequest(had, limits, { fromNetwork: 2 })).toBe(HOUR - 1_000);
  });
});

describe('another SMS of an application', () => {
  it('waits until one of a day’s allowance is a day old', () => {
    expect(retryOfTexts(ago(4_000, 10), NOON, 2)).toBe(DAY - 4_000);
    expect(retryOfTexts(ago(4_000), NOON, 2)).toBe(0);
    expect(retryOfTexts(ago(DAY, 10), NOON, 2)).toBe(0);
  });
});

describe('a slot that somebody else has taken meanwhile', () => {
  it('is as if the recipient had been throttled from the start', () => {
    const throttled = { ok: false, error: { code: 'throttled', retryAfterSeconds: 30 } };
    expect(throttledIfLost(ok('lost'), standardPolicy)).toEqual(throttled);
    expect(throttledIfLost(ok('issued'), standardPolicy)).toEqual({ ok: true, value: null });
    const refused = { ok: false, error: { code: 'throttled', retryAfterSeconds: 7 } } as const;
    expect(throttledIfLost(refused, standardPolicy)).toEqual(refused);
  });
});
