import { Command, type Result } from '@gatehouse/kernel';
import { IsIn, IsUUID } from 'class-validator';
import type { AccessRefusal } from '../refusals.js';
import { GRANTED_ROLES } from './grant-role.js';

/** Takes a role from an account. Its sessions end with it, so that no token goes on with what it had. */
export class RevokeRole extends Command<Result<null, AccessRefusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID()
  userId!: string;

  @IsIn(GRANTED_ROLES)
  role!: (typeof GRANTED_ROLES)[number];
}
