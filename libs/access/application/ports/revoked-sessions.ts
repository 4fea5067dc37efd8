/** The sessions that were ended so short a time ago that an access token of theirs may still be about. */
export interface RevokedSessions {
  /** Answers at once, from memory: every signed-in call asks. */
  has(sessionId: string): boolean;

  /** This process knows of it now; the others are told by the process that ended the session. */
  add(sessionId: string): void;
}
