import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import type { NewApplicationKey } from '../application-key.js';
import type { ApplicationsRefusal } from '../refusals.js';

/** Makes a secret key for the application that the command is for. The answer alone holds it. */
export class CreateKey extends Command<
  Result<NewApplicationKey, ApplicationsRefusal<'validation-failed' | 'application-not-found' | 'too-many-keys'>>
> {
  @Description('What it is for, such as `billing backend`')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @Description('Seconds that it is good for, up to ten years. Null: until it is revoked')
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(315_360_000)
  lifeSeconds?: number | null;
}
