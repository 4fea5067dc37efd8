import type { Session } from './session.js';

/** What an account's credentials make of its sessions. */
export interface CredentialsStanding {
  /** Grows with every change that ends earlier sessions. */
  readonly credentialsVersion: number;
  /** The session that the latest change let live: that of the person who made it. */
  readonly keptSession: string | null;
}

/** Whether the account's credentials have been changed since the session began, by somebody else than its holder. */
export const isOvertaken = (
  session: Pick<Session, 'id' | 'credentialsVersion'>,
  { credentialsVersion, keptSession }: CredentialsStanding,
): boolean => session.credentialsVersion < credentialsVersion && session.id !== keptSession;
