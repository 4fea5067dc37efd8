/**
 * A call that its caller may make again to learn what became of it. What it answers is written by the statement that has
 * its effect, so a handler records here what that statement does not learn otherwise.
 */
export interface Repeatable {
  /** Whether the answer is one that was given before. */
  readonly isReplayed: boolean;

  /**
   * @param value what the command answers when its statement is written; null by default. Plain data; what the
   *   statement alone knows stands in it as `timeOnceWritten` or `textOnceWritten`
   * @param person the account that the value tells of: an erasure takes the value away
   */
  recordAnswer(value: unknown, person?: string): void;
}

const TIME = '\u0000time:';
const TEXT = '\u0000text:';

/** Stands, in a foretold value, for a time that the statement settles, by the name that its adapter gives it; or null. */
export const timeOnceWritten = (name: string): string => `${TIME}${name}`;

/** The same for a text. */
export const textOnceWritten = (name: string): string => `${TEXT}${name}`;

/** Puts what was written into one value of those that stand for it; anything else is itself. */
export function asWritten(value: unknown, written: Readonly<Record<string, string | null>>): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith(TEXT)) return written[value.slice(TEXT.length)] ?? null;
  if (!value.startsWith(TIME)) return value;
  const time = written[value.slice(TIME.length)];
  return time == null ? null : new Date(time).toISOString();
}
