import { Description } from '@gatehouse/kernel';
import { IsIn, IsRFC3339 } from 'class-validator';

@Description('What somebody may do besides looking after their own account')
export class RoleRecord {
  @IsIn(['support', 'admin'])
  role!: 'support' | 'admin';

  @IsRFC3339()
  grantedAt!: string;
}
