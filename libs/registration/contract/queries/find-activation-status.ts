import type { ActivationStatus } from '../read-models/activation-status.js';

/** Where the latest activation message of a registration is, or null where there is none. */
export interface FindActivationStatus {
  execute(query: { readonly application: string; readonly userId: string }): Promise<ActivationStatus | null>;
}
