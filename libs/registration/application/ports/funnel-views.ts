import type { Funnel } from '../../contract/read-models/funnel.js';

export interface FunnelViews {
  /**
   * @param wanted.application null: every one
   * @param wanted.from the first day, `YYYY-MM-DD` in UTC
   * @param wanted.to the last day
   */
  read(wanted: { readonly application: string | null; readonly from: string; readonly to: string }): Promise<Funnel>;
}
