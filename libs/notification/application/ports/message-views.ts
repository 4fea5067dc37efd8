import type { FieldError, Result } from '@gatehouse/kernel';
import type { AdministeredMessage, MessagePage } from '../../contract/read-models/administered-message.js';
import type { ListedState, MessageChannel } from '../../contract/read-models/message-state.js';

export interface MessageSearch {
  readonly application: string;
  /** Null: whatever their state, and so on. */
  readonly state: ListedState | null;
  readonly channel: MessageChannel | null;
  readonly template: string | null;
  /** Null: anybody’s. */
  readonly userIds: readonly string[] | null;
  /** RFC 3339; those that were ordered at this moment or later. */
  readonly createdFrom: string | null;
  /** RFC 3339; those that were ordered before this moment. */
  readonly createdBefore: string | null;
  /** `nextAfter` of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** Messages as those read them who look after them, but for whom they are for. */
export interface MessageViews {
  /** The newest first. */
  search(search: MessageSearch): Promise<MessagePage>;
  byId(message: { readonly application: string; readonly messageId: string }): Promise<AdministeredMessage | null>;
}

/** Who is behind messages: the registration context knows. */
export interface People {
  /** Whose an address is; refused where it is none. */
  idsOfAddress(application: string, email: string): Promise<Result<readonly string[], readonly FieldError[]>>;
  /** Addresses and phones by the ids of codes and notices, as long as these are there. */
  recipientsOf(origins: {
    readonly application: string;
    readonly codeIds: readonly string[];
    readonly noticeIds: readonly string[];
  }): Promise<ReadonlyMap<string, string>>;
}
