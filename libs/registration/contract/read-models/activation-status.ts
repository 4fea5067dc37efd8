import { IsIn, IsOptional, IsString } from 'class-validator';

/** Where the message with the activation code is. All times come from the database's clock, RFC 3339 in UTC. */
export class ActivationStatus {
  @IsIn(['queued', 'sending', 'sent', 'failed'])
  delivery!: 'queued' | 'sending' | 'sent' | 'failed';

  /** When the provider accepted the message. */
  @IsOptional()
  @IsString()
  sentAt!: string | null;

  /** When the code ends; known once it was sent. */
  @IsOptional()
  @IsString()
  expiresAt!: string | null;

  /** Now, for a countdown that does not trust the browser's clock. */
  @IsString()
  serverTime!: string;
}
