import {
  Command,
  Description,
  KEY_SCOPES,
  type KeyScope,
  type Result,
  SHOWN_LINE,
  shownTextFault,
} from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import type { NewApplicationKey } from '../queries/find-keys.js';
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
  @Matches(SHOWN_LINE, { message: shownTextFault })
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

/**
 * Makes a key that takes the place of another, which goes on for a while: anyone who uses it changes over in that time.
 * A key is rotated once; one that is revoked, expired or replaced already is as unknown as one that never was.
 */
export class RotateKey extends Command<
  Result<
    NewApplicationKey,
    ApplicationsRefusal<'validation-failed' | 'key-unknown' | 'too-many-keys' | 'key-scope-refused'>
  >
> {
  @IsUUID()
  keyId!: string;

  @Description('Seconds that the old key stays valid: 24 hours by default, at most 30 days, 0 to end it at once')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  overlapSeconds?: number | null;
}

/** Ends a key and every key that was made with it, for good and at once. Ending it again changes nothing. */
export class RevokeKey extends Command<Result<null, ApplicationsRefusal<'validation-failed' | 'key-unknown'>>> {
  @IsUUID()
  keyId!: string;
}
