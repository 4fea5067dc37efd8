import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsRFC3339, IsUUID, ValidateNested } from 'class-validator';

@Description('A role that somebody has')
export class HeldRole {
  @IsUUID()
  userId!: string;

  @IsIn(['support', 'admin'])
  role!: 'support' | 'admin';

  @IsRFC3339()
  grantedAt!: string;
}

@Description('Everybody who has a role in the application, the one who got it last first')
export class RoleList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: HeldRole } })
  roles!: HeldRole[];
}
