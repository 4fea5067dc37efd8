import { randomUUID } from 'node:crypto';
import type { CommandBus } from '@gatehouse/kernel';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import { RecordProviderState } from '../../contract/commands/record-provider-state.js';
import type { BreakerChange } from '../providers/provider-breaker.js';

const LEVELS = { closed: 0, 'half-open': 1, open: 2 } as const;

/** This process, as long as it runs. */
export const processId = randomUUID();

interface WatchParts {
  readonly channel: 'mail' | 'sms';
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Later than the container has made it: the bus knows every handler, and these know the providers. */
  readonly bus: () => CommandBus;
}

/** Tells metrics, the log, and by a command everyone else what has become of a provider's breaker. */
export const watchProviders =
  ({ channel, metrics, logger, bus }: WatchParts) =>
  (provider: string, { state, reason }: BreakerChange): void => {
    metrics.providerBreakers.set({ channel, provider }, LEVELS[state]);
    if (state === 'half-open') return;
    const about = { channel, provider, reason };
    if (state === 'open') logger.warn(about, 'Messages no longer go to a provider: it fails, is slow or refuses us');
    else logger.info(about, 'Messages go to a provider again');
    const command = Object.assign(new RecordProviderState(), { channel, provider, processId, state, reason });
    const context = { application: 'default', network: null, requestId: randomUUID() };
    // Whether it is recorded decides nothing about the message that is under way.
    bus()
      .execute(command, context)
      .catch((error: unknown) => logger.error({ ...about, err: error }, 'The state of a provider was not recorded'));
  };
