import type { AccountRecords } from '../read-models/account-records.js';

/** All that is held about an active or suspended account's owner, or null where the application has no such account. */
export interface FindAccountRecords {
  execute(query: { readonly application: string; readonly userId: string }): Promise<AccountRecords | null>;
}
