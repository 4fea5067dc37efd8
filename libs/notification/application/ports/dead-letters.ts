import type { CommandContext } from '@gatehouse/kernel';
import type { Loss } from '../../domain/message/delivery.js';
import type { messageRetried } from '../../domain/message/message-events.js';

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
