import type { Funnel } from '../read-models/funnel.js';

/** How far those came who signed up on some days (`YYYY-MM-DD`, UTC, both included). */
export interface FindFunnel {
  /** @param query.application null: every one */
  execute(query: { readonly application: string | null; readonly from: string; readonly to: string }): Promise<Funnel>;
}
