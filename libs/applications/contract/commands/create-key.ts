import { Command, Description, KEY_SCOPES, type KeyScope, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import type { NewApplicationKey } from '../application-key.js';
import type { ApplicationsRefusal } from '../refusals.js';

/** Makes a secret key for the application that the command is for. The answer alone holds it. */
export class CreateKey extends Command<
  Result<
    NewApplicationKey,
    ApplicationsRefusal<'validation-failed' | 'application-not-found' | 'too-many-keys' | 'key-scope-refused'>
  >
> {
  @Description('What it is for, such as `billing backend`')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @Description('What it may do: everything but `keys:write` by default. A key gives another one no scope that it lacks')
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsIn(KEY_SCOPES, { each: true })
  scopes?: KeyScope[] | null;

  @Description(
    'Seconds that it is good for, up to ten years. Null: until it is revoked. One made by a key ends with that key at the latest',
  )
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(315_360_000)
  lifeSeconds?: number | null;
}
