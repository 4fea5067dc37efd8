import type { CommandContext, NewEvent } from '@gatehouse/kernel';
import type { SessionStarted } from '../../contract/events.js';
import type { SessionSummary } from '../../contract/queries/find-sessions.js';
import type { CredentialsStanding, Device, Revocation, Session, SessionPolicy } from '../../domain/session/session.js';

export interface NewSession {
  readonly application: string;
  readonly id: string;
  readonly userId: string;
  readonly credentialsVersion: number;
  readonly tokenHash: string;
  /** What and where it was started with; null where that is not known. */
  readonly device: Device | null;
  readonly network: string | null;
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

  /** Ends all sessions of an account. Where none is left, nothing is written. */
  revokeAll(userId: string, event: Revocation, context: CommandContext): Promise<void>;

  /** Ends the account's sessions that its credentials have overtaken (`isOvertaken`). */
  revokeOvertaken(
    account: { readonly application: string; readonly userId: string },
    standing: CredentialsStanding,
    event: Revocation,
  ): Promise<void>;
}

/** Sessions as their person reads them. */
export interface SessionViews {
  /**
   * Those that are neither over nor ended, the one used last first.
   * @param person.current the session that asks, which is marked in the answer
   */
  of(person: {
    readonly application: string;
    readonly userId: string;
    readonly current: string | undefined;
  }): Promise<SessionSummary[]>;
}

/** Knows devices by what browsers say of themselves. */
export interface Devices {
  /** Null where nothing is recognised. */
  of(userAgent: string): Device | null;
}

/** The sessions that were ended so short a time ago that an access token of theirs may still be about. */
export interface RevokedSessions {
  /** Answers at once, from memory: every signed-in call asks. */
  has(sessionId: string): boolean;

  /** This process knows of it now; the one that ended the session informs the others. */
  add(sessionId: string): void;
}
