import type { CommandContext, PersonKey } from '@gatehouse/kernel';
import type { Suppression as SuppressionEntry, SuppressionPage } from '../../contract/queries/find-suppressions.js';
import type { Suppression } from '../../domain/message/outcome.js';

/** An address, or a phone in E.164. */
export type SuppressedRecipient = { readonly email: string } | { readonly phone: string };

/** Recipients that nothing is sent to, each known by a keyed hash alone. */
export interface Suppressions {
  /** What names the recipient without telling who it is, in hex. */
  keyOf(application: string, recipient: SuppressedRecipient): string;
  /** Null: messages may go there. */
  find(application: string, recipient: SuppressedRecipient): Promise<Suppression | null>;
}

/** The same, for those who look after them. */
export interface SuppressionList {
  /** The newest first; `after` is `nextAfter` of the page before. */
  page(search: {
    readonly application: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<SuppressionPage>;
  ofRecipient(application: string, recipient: SuppressedRecipient): Promise<SuppressionEntry | null>;
  /** Those that came of a person's messages, the newest first. */
  ofPerson(person: PersonKey): Promise<readonly SuppressionEntry[]>;
  /** False where the application has none of this id. The audit log says who removed it. */
  remove(id: string, context: CommandContext): Promise<boolean>;
}
