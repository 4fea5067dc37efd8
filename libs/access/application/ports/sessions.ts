import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { SessionStarted } from '../../contract/events.js';
import type { CredentialsStanding } from '../../domain/session/credentials-standing.js';
import type { Session } from '../../domain/session/session.js';
import type { Revocation } from '../../domain/session/session-events.js';
import type { SessionPolicy } from '../../domain/session/session-policy.js';

export interface NewSession {
  readonly application: string;
  readonly id: string;
  readonly userId: string;
  readonly credentialsVersion: number;
  readonly tokenHash: string;
  readonly started: NewEvent<SessionStarted>;
  /** Of those whose place it takes. */
  readonly crowdedOut: Revocation;
}

export interface SessionKey {
  readonly application: string;
  readonly id: string;
}

/** Where sessions are kept. Every method is one atomic statement. */
export interface Sessions {
  /**
   * Writes the session and its event; ends the account's stalest sessions where they are too many.
   * @param context of the call: should it come again, its answer is kept
   */
  start(session: NewSession, policy: SessionPolicy, context?: CommandContext): Promise<void>;

  /** The session and the time by the clock that all processes share. */
  find(key: SessionKey): Promise<{ readonly session: Session; readonly now: Date } | null>;

  /** Puts the next hash in the place of the one presented. False when that is no longer the good one: nothing is written. */
  rotate(
    key: SessionKey,
    hashes: { readonly presented: string; readonly next: string },
    expiresAt: Date,
  ): Promise<boolean>;

  /** Ends a session, once. False where the account has no such session. */
  revoke(key: SessionKey & { readonly userId: string }, event: Revocation): Promise<boolean>;

  /** Ends the account's sessions that its credentials have overtaken (`isOvertaken`). */
  revokeOvertaken(
    account: { readonly application: string; readonly userId: string },
    standing: CredentialsStanding,
    event: Revocation,
  ): Promise<void>;
}
