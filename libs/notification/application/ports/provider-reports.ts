import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { ProviderState } from '../../contract/queries/find-providers.js';
import type { ProviderReport } from '../../domain/provider/provider.js';
import type { RouteEntry } from '../../domain/provider/route.js';

/** A provider that the settings name. */
export type ConfiguredName = Pick<ProviderState, 'channel' | 'name' | 'share'>;

/** What the settings say of providers. */
export interface ConfiguredNames {
  readonly names: readonly ConfiguredName[];
  /** Lists of applications that the settings give one of their own. */
  readonly ofApplications: Readonly<Record<ProviderState['channel'], ReadonlyMap<string, readonly string[]>>>;
}

/** The providers that an application has chosen itself. */
export interface ProviderChoices {
  /** A channel is absent where it has chosen none. */
  of(application: string): Promise<{ readonly [C in ProviderState['channel']]?: readonly RouteEntry[] | undefined }>;
}

/** What the processes have found out about the providers, and what became of messages given to them. */
export interface ProviderReports {
  /** @param event written when the first process opens its breaker, or the last one closes it */
  record(report: ProviderReport, event: NewEvent, context: CommandContext): Promise<void>;
  /** A process still runs: its open breakers count on. */
  refresh(channel: 'mail' | 'sms', processId: string): Promise<void>;
  /** A process ends: what it has found out counts until another one knows better. */
  leave(channel: 'mail' | 'sms', processId: string): Promise<void>;
  /** Providers of a channel that a process keeps messages from, and why. */
  findOpen(channel: 'mail' | 'sms'): Promise<readonly { readonly provider: string; readonly reason: string }[]>;
  /** @param application whose messages are counted; null: those of all */
  find(application: string | null): Promise<readonly Omit<ProviderState, 'share'>[]>;
}
