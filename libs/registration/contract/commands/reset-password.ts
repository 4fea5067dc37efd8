import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';
import { IsCodeField } from './code-field.js';

/** Gives the account that owns an address a new password, by a code from its mailbox. All its sessions end. */
export class ResetPassword extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsCodeField('mail')
  code!: string;

  @Description('The same rules apply as at sign-up')
  @IsString()
  @MaxLength(1024)
  newPassword!: string;
}
