import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { NotificationRefusal } from '../refusals.js';

/** Lets messages go to a recipient again, until the next one bounces. What the provider keeps of it is the provider's. */
export class RemoveSuppression extends Command<Result<null, NotificationRefusal<'suppression-unknown'>>> {
  @IsUUID('loose')
  suppressionId!: string;
}
