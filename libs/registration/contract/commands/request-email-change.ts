import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { EmailRefusal } from '../email-refusals.js';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/**
 * Sends a code to the address that the signed-in person's account is to have, and tells the one that it has. Their own
 * address in other letters is the same mailbox, so nothing is left to prove: answers the profile that shows it.
 */
export class RequestEmailChange extends Command<
  Result<Profile | null, RegistrationRefusal | EmailRefusal<'email-unchanged'>>
> {
  @Description(
    'Becomes the account’s address when its code is entered; at once if only case or script differs, such as `Ada@` for `ada@`',
  )
  @IsString()
  @MaxLength(320)
  newEmail!: string;

  @Description('A stolen access token is not enough')
  @IsString()
  @MaxLength(1024)
  currentPassword!: string;
}
