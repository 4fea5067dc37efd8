import { Description, type Result } from '@gatehouse/kernel';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { Application } from '../application.js';
import type { ApplicationsRefusal } from '../refusals.js';
import { ApplicationFields } from './application-fields.js';

/** A new product: people can sign up at it at once. */
export class CreateApplication extends ApplicationFields<
  Result<Application, ApplicationsRefusal<'validation-failed' | 'slug-taken' | 'grant-exceeded'>>
> {
  @Description(
    'Identifies it in the header `Gatehouse-Application` and cannot be changed: lowercase letters, digits and hyphens',
  )
  @IsString()
  @Matches(/^\p{DI}*[a-z0-9](\p{DI}*[a-z0-9-]){0,62}(?<=[a-z0-9])\p{DI}*$/u, {
    message: 'Use lowercase letters, digits and hyphens',
  })
  slug!: string;

  @Description('The name that users see, also in mails and SMS')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;
}
