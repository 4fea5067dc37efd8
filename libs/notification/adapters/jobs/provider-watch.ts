import { randomUUID } from 'node:crypto';
import type { CommandBus } from '@gatehouse/kernel';
import type { Logger } from '@gatehouse/platform/logging';
import type { Metrics } from '@gatehouse/platform/metrics';
import { RecordProviderState } from '../../contract/commands/record-provider-state.js';
import { GONE_AFTER_SECONDS, HEARTBEAT_SECONDS } from '../../domain/provider/provider.js';
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
  /** Tells the others that this process still runs. */
  readonly refresh: () => Promise<void>;
}

/** A closed breaker is reported again after this time: a process that was killed just before is known to be gone by then. */
const AGAIN_MS = (GONE_AFTER_SECONDS + HEARTBEAT_SECONDS) * 1_000;

/** Tells metrics, the log, and by a command everyone else what has become of a provider's breaker. */
export function watchProviders({ channel, metrics, logger, bus, refresh }: WatchParts) {
  const open = new Set<string>();
  let heartbeat: NodeJS.Timeout | undefined;
  const beat = () => {
    if (open.size === 0) {
      clearInterval(heartbeat);
      heartbeat = undefined;
    } else heartbeat ??= setInterval(() => refresh().catch(() => undefined), HEARTBEAT_SECONDS * 1_000).unref();
  };
  const report = async (provider: string, state: 'open' | 'closed', reason: string | null): Promise<void> => {
    const command = Object.assign(new RecordProviderState(), { channel, provider, processId, state, reason });
    await bus().execute(command, { application: 'default', network: null, requestId: randomUUID() });
  };
  return (provider: string, { state, reason }: BreakerChange): void => {
    metrics.providerBreakers.set({ channel, provider }, LEVELS[state]);
    if (state === 'half-open') return;
    const about = { channel, provider, reason };
    if (state === 'open') {
      open.add(provider);
      logger.warn(about, 'Messages no longer go to a provider: it fails, is slow or refuses us');
    } else {
      open.delete(provider);
      logger.info(about, 'Messages go to a provider again');
      const again = () => (open.has(provider) ? undefined : report(provider, 'closed', null).catch(() => undefined));
      setTimeout(again, AGAIN_MS).unref();
    }
    beat();
    // Whether it is recorded decides nothing about the message that is under way.
    report(provider, state, reason).catch((error: unknown) => {
      logger.error({ ...about, err: error }, 'The state of a provider was not recorded');
    });
  };
}
