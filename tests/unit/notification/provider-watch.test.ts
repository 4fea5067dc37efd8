import type { CommandBus } from '@gatehouse/kernel';
import { createLogger } from '@gatehouse/platform/logging';
import { Metrics } from '@gatehouse/platform/metrics';
import { jest } from '@jest/globals';
import { watchProviders } from '../../../libs/notification/adapters/jobs/provider-watch.js';
import type { RecordProviderState } from '../../../libs/notification/contract/commands/record-provider-state.js';

let reported: string[];
let beats: number;
let watch: ReturnType<typeof watchProviders>;

beforeEach(() => {
  jest.useFakeTimers();
  reported = [];
  beats = 0;
  const bus = {
    execute: async (command: object) => {
      const { provider, state } = command as RecordProviderState;
      reported.push(`${provider} ${state}`);
      return { ok: true, value: null };
    },
  } as CommandBus;
  watch = watchProviders({
    channel: 'mail',
    metrics: new Metrics(),
    logger: createLogger({ environment: 'test', logLevel: 'silent' }, 'tests'),
    bus: () => bus,
    refresh: async () => {
      beats += 1;
    },
  });
});
afterEach(() => jest.useRealTimers());

describe('a process whose breaker has opened', () => {
  it('says every 15 s that it still runs, until the last one is closed', async () => {
    watch('postmark', { state: 'open', reason: 'http-503' });
    watch('mailjet', { state: 'open', reason: 'http-503' });
    await jest.advanceTimersByTimeAsync(45_000);
    expect(beats).toBe(3);
    watch('postmark', { state: 'closed', reason: null });
    await jest.advanceTimersByTimeAsync(15_000);
    expect(beats).toBe(4);
    watch('mailjet', { state: 'closed', reason: null });
    await jest.advanceTimersByTimeAsync(600_000);
    expect(beats).toBe(4);
  });

  it('says so on time, however often another one opens and closes', async () => {
    watch('postmark', { state: 'open', reason: 'http-503' });
    for (let count = 0; count < 4; count += 1) {
      await jest.advanceTimersByTimeAsync(10_000);
      watch('mailjet', { state: count % 2 === 0 ? 'open' : 'closed', reason: null });
    }
    expect(beats).toBe(2);
  });

  it('reports once more that it has closed, when a process that was killed meanwhile is known to be gone', async () => {
    watch('postmark', { state: 'open', reason: 'http-503' });
    watch('postmark', { state: 'half-open', reason: null });
    watch('postmark', { state: 'closed', reason: null });
    await jest.advanceTimersByTimeAsync(59_000);
    expect(reported).toEqual(['postmark open', 'postmark closed']);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(reported).toEqual(['postmark open', 'postmark closed', 'postmark closed']);
  });

  it('says nothing of having closed once it is open again', async () => {
    watch('postmark', { state: 'closed', reason: null });
    watch('postmark', { state: 'open', reason: 'http-503' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(reported).toEqual(['postmark closed', 'postmark open']);
  });
});
