import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Asks for a code that lets the owner of an address choose a new password. Answers alike for every address. */
export class RequestPasswordReset extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;
}
