import { Description, Query, type Refusal, type Result } from '@gatehouse/kernel';
import { IsArray, IsIn, IsRFC3339, IsUUID, ValidateNested } from 'class-validator';

@Description('A granted role')
export class HeldRole {
  @IsUUID()
  userId!: string;

  @IsIn(['support', 'admin'])
  role!: 'support' | 'admin';

  @IsRFC3339()
  grantedAt!: string;
}

@Description('Everyone with a role in the application, most recently granted first')
export class RoleList {
  @IsArray()
  @ValidateNested({ each: true, context: { of: HeldRole } })
  roles!: HeldRole[];
}

/** Who has a role in the application: a team, so there are few. */
export class FindRoles extends Query<Result<RoleList, Refusal<'validation-failed'>>> {}
