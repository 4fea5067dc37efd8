import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Opens a suspended account again. Sessions that its suspension ended stay ended. Repeated, it changes nothing. */
export class ResumeUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}
