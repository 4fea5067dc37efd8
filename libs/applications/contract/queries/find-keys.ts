import type { ApplicationKey } from '../application-key.js';

/** An application's keys, the newest first: those that are over too. */
export interface FindKeys {
  execute(query: { readonly application: string }): Promise<ApplicationKey[]>;
}
