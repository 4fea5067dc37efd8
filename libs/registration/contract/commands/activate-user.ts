import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { ActivationProgress } from '../read-models/activation-progress.js';
import type { RegistrationRefusal } from '../refusals.js';

/**
 * Proves the mailbox of a pending registration with the code from its mail and the password it was made with. That
 * activates it, unless its phone has to be proven too.
 */
export class ActivateUser extends Command<Result<ActivationProgress, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @Description('The digits from the mail, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;
}
