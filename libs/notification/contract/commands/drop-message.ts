import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';

/** Settles that a dead letter is not to be sent: it stays as a failed message, and is no dead letter any more. */
export class DropMessage extends Command<Result<null, NotificationRefusal>> {
  @IsUUID()
  messageId!: string;
}
