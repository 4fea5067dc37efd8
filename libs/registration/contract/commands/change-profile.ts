import { Command, Description, type Result } from '@gatehouse/kernel';
import type { Profile } from '../read-models/profile.js';
import type { RegistrationRefusal } from '../refusals.js';
import { IsBirthDateField, IsHobbiesField, IsLocaleField, IsNameField, IsPhoneField } from './profile-fields.js';

/** Changes what the signed-in person tells about themselves: an absent field stays as it is, null clears it (RFC 7396). */
export class ChangeProfile extends Command<Result<Profile, RegistrationRefusal>> {
  @IsNameField()
  name?: string | null;

  @IsNameField()
  surname?: string | null;

  @Description('With its country, such as `+33612345678`; kept as E.164. Another number than before is not verified')
  @IsPhoneField()
  phone?: string | null;

  @Description('The complete list: it replaces the previous one')
  @IsHobbiesField()
  hobbies?: string[] | null;

  @IsBirthDateField()
  birthDate?: string | null;

  @IsLocaleField()
  locale?: string | null;
}
