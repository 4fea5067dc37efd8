import { Command, Description, type Result, SHOWN_LINES, shownTextFault } from '@gatehouse/kernel';
import { IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { RegistrationRefusal } from '../refusals.js';

/** Closes an active account until it is resumed: sign-in is refused, and its sessions end. Repeated, it changes nothing. */
export class SuspendUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;

  @Description('The reason, for administrators. The person’s data export contains it')
  @IsString()
  @Matches(SHOWN_LINES, { message: shownTextFault })
  @MaxLength(500)
  reason!: string;
}

/** Opens a suspended account again. Sessions that its suspension ended stay ended. Repeated, it changes nothing. */
export class ResumeUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}

/**
 * Erases a person permanently, in every state of the account: for administrators. Repeated, it changes nothing.
 */
export class EraseUser extends Command<Result<null, RegistrationRefusal>> {
  @IsUUID()
  userId!: string;
}

/**
 * Erases the account that an address and a password open; where they open none, the registrations that wait for their
 * code and have this password.
 */
export class EraseOwnAccount extends Command<Result<null, RegistrationRefusal>> {
  @IsString()
  @MaxLength(320)
  email!: string;

  @IsString()
  @MaxLength(1024)
  password!: string;
}
