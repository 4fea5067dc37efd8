import { Description } from '@gatehouse/kernel';
import { IsOptional, IsRFC3339, IsUUID } from 'class-validator';

@Description('A session, as long as it is kept')
export class SessionRecord {
  @IsUUID()
  id!: string;

  @IsRFC3339()
  createdAt!: string;

  @Description('When its tokens were last exchanged, or it began')
  @IsRFC3339()
  lastUsedAt!: string;

  @Description('When it ends by itself')
  @IsRFC3339()
  expiresAt!: string;

  @Description('When it was ended before its time')
  @IsOptional()
  @IsRFC3339()
  revokedAt!: string | null;
}
