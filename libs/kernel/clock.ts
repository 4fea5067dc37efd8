/** Where the time comes from. What must agree between processes uses the database's clock instead (ADR-0002). */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** Makes identifiers: UUID version 7 (RFC 9562), so that rows written together lie together. */
export interface IdGenerator {
  next(): string;
}
