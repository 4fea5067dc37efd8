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

/** A report of a process that is gone says nothing: with messages to send, an open breaker probes once a minute at least. */
export const REPORT_COUNTS_SECONDS = 300;

/** What has happened when the first process has opened its breaker, or the last one has closed it. */
export function providerChanged(
  id: string,
  { channel, provider, state, reason, processId: subject }: ProviderReport,
): NewEvent<ProviderOpened | ProviderClosed> {
  return state === 'open'
    ? { id, subject, type: 'provider.opened.v1', data: { channel, provider, reason } }
    : { id, subject, type: 'provider.closed.v1', data: { channel, provider } };
}
