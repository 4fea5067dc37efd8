import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/**
 * Erases the account that an address and a password open; where they open none, the registrations that wait for their
 * code and have this password.
 */
export class EraseOwnAccount extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}
