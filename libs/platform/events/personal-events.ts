/**
 * Which events tell of a person: contributed by the context that writes them, for anyone who keeps copies of events
 * outside of the log.
 */
export interface PersonalEvents {
  /** By event type, the fields that tell of a person; none where there is nothing. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Types of the events that end this: whatever was told of their subject before is to be gone. */
  readonly endings: readonly string[];
}
