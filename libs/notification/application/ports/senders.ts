import type { Sender } from '../../domain/message/message.js';

/** Knows in whose name an application's messages speak. */
export interface Senders {
  /** @param application its slug */
  of(application: string): Promise<Sender>;
}
