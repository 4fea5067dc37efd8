import { Description, type Result } from '@gatehouse/kernel';
import { IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import type { Application } from '../application.js';
import type { ApplicationsRefusal } from '../refusals.js';
import { ApplicationFields } from './application-fields.js';

/**
 * Changes the application that the command is for: an absent field stays as it is, null clears it (RFC 7396), in the
 * policy too. Every process goes by it within two seconds.
 */
export class ChangeApplication extends ApplicationFields<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'application-not-found' | 'grant-exceeded'>>
> {
  @Description('The name that users see, also in mails and SMS')
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;
}
