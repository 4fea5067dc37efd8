import type { ApplicationKey } from '../../contract/application-key.js';
import type { IdentifiedKey } from '../../contract/queries/find-keys.js';

/** Keys as they are read. */
export interface KeyViews {
  /** The newest first. */
  ofApplication(application: string): Promise<ApplicationKey[]>;
  /** The good key of this id and hash, or null; notes that it was used. */
  presented(key: { readonly keyId: string; readonly hash: string }): Promise<IdentifiedKey | null>;
}
