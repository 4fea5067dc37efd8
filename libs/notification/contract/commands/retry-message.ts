import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';

/**
 * Has a dead letter tried again, with a deadline of its own. Whether anybody still waits for it shows when it is about to
 * be sent: a code comes back to life then, for as long as a code lives, unless its person needs it no more.
 */
export class RetryMessage extends Command<Result<null, NotificationRefusal>> {
  @IsUUID()
  messageId!: string;
}
