/** How long sessions last. Times in seconds. */
export interface SessionPolicy {
  /** A session that is not used for this long is over. */
  readonly idleSeconds: number;
  /** However much it is used, a session is over this long after its sign-in. */
  readonly longestSeconds: number;
  /** How long after its exchange a refresh token brings its successor once more, if nobody has used that one yet. */
  readonly retrySeconds: number;
  /** Sessions of one account at once; one more ends the one that was used the longest ago. */
  readonly perUser: number;
}

const DAY = 86_400;

/** A compromise for products that people open now and then; NIST 800-63B-4 would have 30 days at most, used or not. */
export const standardSessions: SessionPolicy = {
  idleSeconds: 30 * DAY,
  longestSeconds: 90 * DAY,
  retrySeconds: 60,
  perUser: 100,
};
