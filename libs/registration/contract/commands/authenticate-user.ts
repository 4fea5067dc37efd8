import { Command, type Result } from '@gatehouse/kernel';
import { IsString, MaxLength } from 'class-validator';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';

/** Proves that someone knows an account's password. For other contexts of this service, never for the outside. */
export class AuthenticateUser extends Command<Result<AuthenticatedUser, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}

export interface AuthenticatedUser {
  readonly profile: Profile;
  /** The account's, as it was when its password was read: a session started with it ends when it grows. */
  readonly credentialsVersion: number;
}
