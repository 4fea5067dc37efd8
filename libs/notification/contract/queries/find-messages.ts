import type { AdministeredMessage, MessagePage } from '../read-models/administered-message.js';
import type { ListedState, MessageChannel } from '../read-models/message-state.js';

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

/** Messages for those who look after them. */
export interface FindMessages {
  /** The newest first. */
  search(search: MessageSearch): Promise<MessagePage>;
  byId(query: { readonly application: string; readonly messageId: string }): Promise<AdministeredMessage | null>;
}
