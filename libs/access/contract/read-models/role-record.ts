import { Description } from '@gatehouse/kernel';
import { IsIn, IsRFC3339 } from 'class-validator';

@Description('A role that a person has in addition to their own account')
export class RoleRecord {
  @IsIn(['support', 'admin'])
  role!: 'support' | 'admin';

  @IsRFC3339()
  grantedAt!: string;
}
