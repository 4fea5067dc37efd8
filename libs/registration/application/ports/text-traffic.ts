import type { CommandContext } from '@gatehouse/kernel';
import type { TextStop, TextTraffic } from '../../contract/queries/text-traffic.js';
import type { NewStop } from '../../domain/text-traffic.js';

/** Ranges of numbers and countries that get no SMS for a while. Every method is one atomic statement. */
export interface TextStops {
  /** Stops a place, unless it is stopped already, and notes in the audit log that the service did. */
  add(stop: NewStop & { readonly id: string }, context: CommandContext): Promise<void>;
  /** Ends a stop and notes who did. What was counted before no longer counts. False when there is none to end. */
  lift(id: string, context: CommandContext): Promise<boolean>;
}

export interface TextTrafficViews {
  /** Stops that hold now, in the order of their places. @param after a place */
  stops(page: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<TextStop[]>;
  /** What was asked and proven within 24 hours. */
  traffic(application: string, busiestRanges: number): Promise<TextTraffic>;
}
