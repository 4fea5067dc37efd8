import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { ApplicationsRefusal } from '../refusals.js';

/** Ends a key and every key that was made with it, for good and at once. Ending it again changes nothing. */
export class RevokeKey extends Command<Result<null, ApplicationsRefusal<'validation-failed' | 'key-unknown'>>> {
  @IsUUID()
  keyId!: string;
}
