import type { CommandContext, RecordedEvent } from '@gatehouse/kernel';
import type { ActivationGroups, ActivationRates, Funnel } from '../../contract/queries/funnel.js';

export interface FunnelViews {
  /**
   * @param wanted.application null: every one
   * @param wanted.from the first day, `YYYY-MM-DD` in UTC
   * @param wanted.to the last day
   */
  read(wanted: { readonly application: string | null; readonly from: string; readonly to: string }): Promise<Funnel>;

  /**
   * @param wanted.application null: every one
   * @param wanted.weeks the current one included
   */
  rates(wanted: {
    readonly application: string | null;
    readonly by: ActivationGroups;
    readonly weeks: number;
  }): Promise<ActivationRates>;
}

/** Keeps count of how far those come who sign up. Each call is one atomic write. */
export interface FunnelCounts {
  /**
   * Counts events, given in the order of the log. Those that were counted before count no more; and where events between
   * these and the last one counted are missing, nothing is counted.
   */
  count(events: readonly RecordedEvent[]): Promise<void>;
  /** Begins again: all the log's events will be handed over again. */
  restart(context: CommandContext): Promise<void>;
}
