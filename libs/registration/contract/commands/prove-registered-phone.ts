import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { ActivationProgress } from '../read-models/activation-progress.js';
import type { RegistrationRefusal } from '../refusals.js';
import { IsCodeField } from './code-field.js';

/** Proves the phone of a pending registration with the code from its SMS and the password it was made with. */
export class ProveRegisteredPhone extends Command<Result<ActivationProgress, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;

  @IsCodeField('SMS')
  code!: string;
}
