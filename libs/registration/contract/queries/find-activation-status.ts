import { Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { ActivationStatus } from '../read-models/activation-status.js';

/** Where the latest activation message of a registration is. Anyone who knows the id may ask. */
export class FindActivationStatus extends Query<Result<ActivationStatus, Refusal<'validation-failed' | 'not-found'>>> {
  @IsUUID('loose')
  userId!: string;
}
