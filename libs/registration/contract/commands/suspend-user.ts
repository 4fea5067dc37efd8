import { Command, Description, type Result } from '@gatehouse/kernel';
import { IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Closes an active account until it is resumed: nobody signs in, and its sessions end. Repeated, it changes nothing. */
export class SuspendUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;

  @Description('The reason, for administrators. The person’s data export contains it')
  @IsString()
  @Matches(/[^\s\p{DI}]/u, { message: 'Must not be empty' })
  @MaxLength(500)
  reason!: string;
}
