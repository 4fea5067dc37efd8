import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/**
 * Makes an active account without a code: anyone who runs the service vouches for the address. Registrations of the address
 * that nobody has proven are void from then on.
 */
export class CreateAccount extends Command<Result<{ readonly userId: string }, RegistrationRefusal>> {
  @Description('At most 254 octets. Addresses that differ only in case are the same')
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}
