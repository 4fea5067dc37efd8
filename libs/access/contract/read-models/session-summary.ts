import { IsBoolean, IsString } from 'class-validator';

/** One of a person's sessions. Times are RFC 3339 in UTC. */
export class SessionSummary {
  @IsString()
  id!: string;

  /** Whether it is the session of the access token that asks. */
  @IsBoolean()
  current!: boolean;

  @IsString()
  createdAt!: string;

  /** When its refresh token was exchanged last. */
  @IsString()
  lastUsedAt!: string;

  /** When it ends unless it is used before. */
  @IsString()
  expiresAt!: string;
}
