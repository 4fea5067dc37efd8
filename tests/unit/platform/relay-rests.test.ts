import { Relay } from '@gatehouse/platform/events';
import { createLogger } from '@gatehouse/platform/logging';
import { Metrics } from '@gatehouse/platform/metrics';
import type { Database } from '@gatehouse/platform/postgres';
import { jest } from '@jest/globals';

const logger = createLogger({ environment: 'production', logLevel: 'silent' }, 'tests');
const NOTHING_NEW = {
  cursor_epoch: 0,
  cursor_transaction_id: '0',
  cursor_position: '0',
  end_epoch: null,
  settled: 0,
  held_back: false,
  events: null,
};

describe('a relay that is notified all the time', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Looks within a second, when each takes so long and there is a notification every millisecond. */
  const looksInASecond = async (lookMs: number, calm: object = { pollMs: 3_600_000 }, of = {}): Promise<number> => {
    let looks = 0;
    let notify: (payload: string) => void = () => undefined;
    const database = {
      one: async () => {
        looks++;
        await new Promise((resolve) => setTimeout(resolve, lookMs));
        return NOTHING_NEW;
      },
      listen: async (_channel: string, onNotification: (payload: string) => void) => {
        notify = onNotification;
        return { close: async () => undefined };
      },
    } as unknown as Database;
    const subscription = { name: 'follower', types: ['thing.happened.v1'], hand: async () => undefined, ...of };
    const relay = new Relay(database, subscription, logger, new Metrics(), calm);
    await relay.start();
    for (let elapsed = 0; elapsed < 1_000; elapsed++) {
      notify('thing.happened.v1');
      await jest.advanceTimersByTimeAsync(1);
    }
    const stopped = relay.stop();
    await jest.advanceTimersByTimeAsync(lookMs);
    await stopped;
    return looks;
  };

  it('rests five times as long as a look took, and never long', async () => {
    expect(await looksInASecond(5)).toBeLessThanOrEqual(34);
    expect(await looksInASecond(50)).toBeGreaterThanOrEqual(3);
    expect(await looksInASecond(1)).toBeGreaterThanOrEqual(100);
  });

  it('looks no more often than it wants to where nobody waits for its subscriber', async () => {
    expect(await looksInASecond(5, {}, { pollIntervalMs: 300 })).toBe(4);
  });
});
