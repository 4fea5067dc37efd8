import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { EmailRefusal, RegistrationRefusal } from '../refusals.js';
import { IsCodeField, IsRedirectField } from './fields.js';

/** Asks for a code that lets the owner of an address choose a new password. Answers alike for every address. */
export class RequestPasswordReset extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsRedirectField()
  redirect?: string | null;
}

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

/**
 * Gives an account its former address back, by the link that went there. All sessions end, and the password counts no
 * more: anyone who changed the address may have changed that as well.
 */
export class UndoEmailChange extends Command<
  Result<null, RegistrationRefusal | EmailRefusal<'undo-over' | 'former-email-taken'>>
> {
  @Description('The token from the link’s fragment')
  @IsString()
  @Matches(/^(\p{DI}*[A-Za-z0-9_-]){64}\p{DI}*$/u, { message: 'Must be the token from the link' })
  token!: string;
}
