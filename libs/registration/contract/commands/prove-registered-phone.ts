import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { ActivationProgress } from '../read-models/activation-progress.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Proves the phone of a pending registration with the code from its SMS and the password it was made with. */
export class ProveRegisteredPhone extends Command<Result<ActivationProgress, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @Description('The digits from the SMS, as text: leading zeros count')
  @IsString()
  @Matches(/^[0-9]{4,10}$/)
  code!: string;
}
