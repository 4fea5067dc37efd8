import type { QueryContext } from '@gatehouse/kernel';
import type { ExportedUser } from '../../contract/read-models/exported-user.js';

export interface UserExports {
  /** Notes who takes everybody away; nothing is to be handed out before. */
  note(context: QueryContext): Promise<void>;

  /** In the order of their ids, those after one of them. */
  page(page: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<ExportedUser[]>;
}
