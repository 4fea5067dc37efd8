import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Gives the signed-in person's account another password. All its sessions end, but for the one that asks. */
export class ChangePassword extends Command<Result<null, RegistrationRefusal>> {
  @Description('The current password: a stolen access token is not enough')
  @IsString()
  @MaxLength(1024)
  currentPassword!: string;

  @Description('The same rules apply as at sign-up')
  @IsString()
  @MaxLength(1024)
  newPassword!: string;
}
