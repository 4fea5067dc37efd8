import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/**
 * Erases somebody for good, whatever their account’s state: for those who run the service. Repeated, it changes nothing.
 */
export class EraseUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}
