import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import type { NewApplicationKey } from '../application-key.js';
import type { ApplicationsRefusal } from '../refusals.js';

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
