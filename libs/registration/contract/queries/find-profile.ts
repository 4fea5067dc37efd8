import type { Profile } from '../read-models/profile.js';

/** A person's profile by id, or null where the application has no such account. */
export interface FindProfile {
  execute(query: { readonly application: string; readonly userId: string }): Promise<Profile | null>;
}
