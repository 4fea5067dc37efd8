import { Description } from '@gatehouse/kernel';
import { IsBoolean, IsRFC3339, IsUUID } from 'class-validator';

@Description('One of a person’s sessions')
export class SessionSummary {
  @IsUUID()
  id!: string;

  @Description('Whether it is the session of the access token that asks')
  @IsBoolean()
  current!: boolean;

  @IsRFC3339()
  createdAt!: string;

  @Description('When its refresh token was exchanged last')
  @IsRFC3339()
  lastUsedAt!: string;

  @Description('When it ends unless it is used before')
  @IsRFC3339()
  expiresAt!: string;
}
