import type { CommandContext, FieldError, PersonKey, Result } from '@gatehouse/kernel';
import type {
  AdministeredMessage,
  ListedState,
  MessageBacklog,
  MessageChannel,
  MessagePage,
} from '../../contract/queries/find-messages.js';
import type { Loss, messageRetried } from '../../domain/message/delivery.js';

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

/** Counts of messages, without whom they are for. */
export interface MessageBacklogs {
  of(application: string): Promise<MessageBacklog>;
}

/** Who is behind messages: the registration context knows. */
export interface People {
  /** Whose an address is; refused where it is none. */
  idsOfAddress(application: string, email: string): Promise<Result<readonly string[], readonly FieldError[]>>;
  /** Whether somebody has ever proven their address, also where they have been erased since. */
  wasActivated(person: PersonKey): Promise<boolean>;
  /** Addresses and phones by the ids of codes and notices, as long as these are there. */
  recipientsOf(origins: {
    readonly application: string;
    readonly codeIds: readonly string[];
    readonly noticeIds: readonly string[];
  }): Promise<ReadonlyMap<string, string>>;
}

export interface DeadLetterFilter {
  readonly channel: 'mail' | 'sms' | null;
  readonly template: string | null;
  readonly failure: Loss | null;
  /** RFC 3339. */
  readonly createdFrom: string | null;
  /** RFC 3339. */
  readonly createdBefore: string | null;
}

/** From when a message is tried again to when it is given up again, in seconds, and what happens to each. */
export interface MessageRetry {
  readonly codeSeconds: number;
  readonly noticeSeconds: number;
  readonly event: typeof messageRetried;
}

/**
 * Messages that were given up although somebody waits for them. Each call is one atomic write, with what the audit log
 * says of it, and with what the job queue keeps of these letters.
 */
export interface DeadLetters {
  /** False where the message is not a dead letter, or none of the application’s. */
  retry(messageId: string, retry: MessageRetry, context: CommandContext): Promise<boolean>;
  drop(messageId: string, context: CommandContext): Promise<boolean>;
  /** Answers how many of the newest that pass the filter it has done; it passes over those that others hold. */
  retryAll(filter: DeadLetterFilter, limit: number, retry: MessageRetry, context: CommandContext): Promise<number>;
  dropAll(filter: DeadLetterFilter, limit: number, context: CommandContext): Promise<number>;
  isKnown(application: string, messageId: string): Promise<boolean>;
  /** Whether any is left that passes the filter. */
  isAnyLeft(application: string, filter: DeadLetterFilter): Promise<boolean>;
}
