import { Command, type Result } from '@gatehouse/kernel';
import { IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import type { AccessRefusal } from '../refusals.js';

/**
 * Ends every session of an account that was started with earlier credentials, such as a password that has been
 * changed since. Doing it again changes nothing, and sessions that are younger than the change go on.
 */
export class EndOvertakenSessions extends Command<Result<null, AccessRefusal<'validation-failed'>>> {
  @IsUUID()
  userId!: string;

  @IsInt()
  @Min(1)
  credentialsVersion!: number;

  /** The session of the person who made the change. */
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;
}
