import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { EmailRefusal } from '../email-refusals.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Sends a code to the address that the signed-in person's account is to have, and tells the one that it has. */
export class RequestEmailChange extends Command<Result<null, RegistrationRefusal | EmailRefusal<'email-unchanged'>>> {
  @Description('Becomes the account’s address once its code is typed in')
  @IsString()
  @MaxLength(320)
  newEmail!: string;

  @Description('A stolen access token is not enough')
  @IsString()
  @MaxLength(1024)
  currentPassword!: string;
}
