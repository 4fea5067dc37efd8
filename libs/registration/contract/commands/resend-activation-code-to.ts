import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Sends another activation code to one person who waits for it: for those who look after accounts. */
export class ResendActivationCodeTo extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}
