import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Gives the account that owns an address a new password, by a code from its mailbox. All its sessions end. */
export class ResetPassword extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @Description('The digits from the mail, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;

  @Description('By the same rules as at sign-up')
  @IsString()
  @MaxLength(1024)
  newPassword!: string;
}
