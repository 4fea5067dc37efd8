import { Description } from '@gatehouse/kernel';
import { IsBoolean, IsRFC3339, IsUUID } from 'class-validator';

@Description('One of a person’s sessions')
export class SessionSummary {
  @IsUUID()
  id!: string;

  @Description('Whether it is the session of the access token in this request')
  @IsBoolean()
  current!: boolean;

  @IsRFC3339()
  createdAt!: string;

  @Description('When its refresh token was last used')
  @IsRFC3339()
  lastUsedAt!: string;

  @Description('When it expires if it is not used')
  @IsRFC3339()
  expiresAt!: string;
}
