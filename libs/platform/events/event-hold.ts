import type { Cursor } from './cursor.js';

/** Something that needs events of the log beside the relays: contributed by the context that reads them later on. */
export interface EventHold {
  /** Who still needs an event up to this place, in words such as `webhook 5f… of "shop"`; nobody: an empty list. */
  behind(end: Cursor): Promise<readonly string[]>;
}
