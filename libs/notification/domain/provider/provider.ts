import type { NewEvent } from '@gatehouse/kernel';
import type { ProviderClosed, ProviderOpened } from '../../contract/events.js';

/** What a process has found out about a provider. */
export interface ProviderReport {
  readonly channel: 'mail' | 'sms';
  readonly provider: string;
  /** The process, for as long as it runs. */
  readonly processId: string;
  readonly state: 'open' | 'closed';
  readonly reason: string | null;
}

/** For so long, what a process that is gone has found out is worth knowing to one that starts. */
export const REPORT_COUNTS_SECONDS = 300;
/** How often a process whose breaker is open says that it still runs, in seconds. */
export const HEARTBEAT_SECONDS = 15;
/** One that has not said so for this long was killed, in seconds. */
export const GONE_AFTER_SECONDS = 45;

/** What has happened when the first process has opened its breaker, or the last one has closed it. */
export function providerChanged(
  id: string,
  { channel, provider, state, reason, processId: subject }: ProviderReport,
): NewEvent<ProviderOpened | ProviderClosed> {
  return state === 'open'
    ? { id, subject, type: 'provider.opened.v1', data: { channel, provider, reason } }
    : { id, subject, type: 'provider.closed.v1', data: { channel, provider } };
}
