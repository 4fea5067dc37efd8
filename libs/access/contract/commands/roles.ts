import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsIn, IsUUID } from 'class-validator';
import type { AccessRefusal } from '../refusals.js';

/** Roles that somebody has to give. */
export const GRANTED_ROLES = ['support', 'admin'] as const;

/** Gives a role to an active account of the application. Its access tokens have it from the next refresh on. */
export class GrantRole extends Command<Result<null, AccessRefusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID()
  userId!: string;

  @Description(
    '`support` can read, `admin` can make changes. In the application `default` a role applies to every application',
  )
  @IsIn(GRANTED_ROLES)
  role!: (typeof GRANTED_ROLES)[number];
}

/** Takes a role from an account. Its sessions end with it, so that no token goes on with what it had. */
export class RevokeRole extends Command<Result<null, AccessRefusal<'validation-failed' | 'user-unknown'>>> {
  @IsUUID()
  userId!: string;

  @IsIn(GRANTED_ROLES)
  role!: (typeof GRANTED_ROLES)[number];
}
