import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches } from 'class-validator';
import type { EmailRefusal } from '../email-refusals.js';
import type { RegistrationRefusal } from '../refusals.js';

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
