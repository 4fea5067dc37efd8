import type { Profile } from './profile.js';

/** A person's account or registration as it is taken elsewhere, without what is secret about it. */
export interface ExportedUser extends Omit<Profile, 'state'> {
  /** `superseded`: another registration of the address was activated. */
  readonly state: 'pending' | 'active' | 'suspended' | 'superseded';
  readonly suspendedAt: string | null;
}
