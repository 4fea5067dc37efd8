import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** A process tells that its breaker of a provider has opened or closed. */
export class RecordProviderState extends Command<Result<null, Refusal<never>>> {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  /** As the settings name it. */
  @IsString()
  @MaxLength(64)
  provider!: string;

  /** The process, for as long as it runs. */
  @IsUUID()
  processId!: string;

  @IsIn(['open', 'closed'])
  state!: 'open' | 'closed';

  /** What it opened for: the provider’s last answer in a word or two. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string | null;
}
