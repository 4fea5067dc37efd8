import type { CommandContext } from '@gatehouse/kernel';
import type { ExportedUser } from '../read-models/exported-user.js';

/** Everybody who has an account in an application, or waits for one. */
export interface ExportUsers {
  /** Notes who takes them all away; nothing is to be handed out before. */
  note(context: CommandContext): Promise<void>;

  /** In the order of their ids, those after one of them. */
  page(query: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<ExportedUser[]>;
}
