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
