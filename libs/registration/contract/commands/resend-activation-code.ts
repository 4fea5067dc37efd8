import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Asks for another activation code. Answers alike whether or not the address is known. */
export class ResendActivationCode extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;
}
