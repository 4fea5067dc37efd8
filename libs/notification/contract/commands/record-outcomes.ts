import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { BOUNCE_REASONS, type BounceReason, OUTCOMES, type Outcome } from '../events.js';

/** How many outcomes are recorded at once. */
export const MOST_OUTCOMES = 500;

/** What a provider reports about one message. */
export class ReportedOutcome {
  /** The message, by the id that it was handed over with. */
  @IsUUID('loose')
  deliveryId!: string;

  @IsIn(OUTCOMES)
  outcome!: Outcome;

  /** When, by the provider's clock. */
  @IsRFC3339()
  at!: string;

  /** Of a bounce, where the provider says it. */
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  reason?: BounceReason | null;
}

/**
 * Records what a provider reports about messages that it accepted, in any application, any order and however often: each
 * kind of outcome counts once for a message. Reports about other messages change nothing.
 */
export class RecordOutcomes extends Command<Result<null, Refusal<never>>> {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  /** As the settings name it. */
  @IsString()
  @MaxLength(64)
  provider!: string;

  @IsArray()
  @ArrayMaxSize(MOST_OUTCOMES)
  @ValidateNested({ each: true, context: { of: ReportedOutcome } })
  outcomes!: ReportedOutcome[];
}
