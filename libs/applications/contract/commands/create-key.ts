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
  @Description('Its purpose, such as `billing backend`')
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  @Description('Its scopes: all except `keys:write` by default. A key cannot grant scopes that it does not have')
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsIn(KEY_SCOPES, { each: true })
  scopes?: KeyScope[] | null;

  @Description(
    'Lifetime in seconds, up to ten years. Null: until it is revoked. A key created with another key expires no later than that key',
  )
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(315_360_000)
  lifeSeconds?: number | null;
}
