import { InternalQuery, type Refusal, type Result } from '@gatehouse/kernel';

/** What tells whether a session of an account still counts. */
export interface AccountStanding {
  readonly state: 'pending' | 'active' | 'suspended';
  /** Grows with everything that ends earlier sessions, such as a new password. */
  readonly credentialsVersion: number;
  /** The session that the latest of these changes let live, whatever version it was started with. */
  readonly keptSession: string | null;
}

/** How an account stands at this moment, never from a replica. For other contexts. */
export class FindAccountStanding extends InternalQuery<Result<AccountStanding, Refusal<'account-unknown'>>> {
  userId!: string;
}
