import { Command, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { AccessRefusal } from '../refusals.js';

/** Ends one of the caller's own sessions. Ending it again changes nothing. */
export class EndSession extends Command<Result<null, AccessRefusal<'validation-failed' | 'session-unknown'>>> {
  @IsUUID()
  sessionId!: string;
}
