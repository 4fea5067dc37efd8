import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Profile } from './profile.js';

@Description('What to expect of the code by SMS')
export class PhoneActivationNotice {
  @IsInt()
  codeLength!: number;

  @Description('Seconds from the moment the SMS provider has accepted the message')
  @IsInt()
  lifeSeconds!: number;

  @IsIn(['queued'])
  delivery!: 'queued';
}

@Description('What to expect of the activation code')
export class ActivationNotice {
  @Description('Digits of the code: 4 unless the application’s policy or wrong tries at the address say otherwise')
  @IsInt()
  codeLength!: number;

  @Description('Seconds from the moment the mail provider has accepted the message')
  @IsInt()
  lifeSeconds!: number;

  @IsIn(['queued'])
  delivery!: 'queued';

  @Description('Where the application wants the phone proven as well: another code goes there')
  @IsOptional()
  @ValidateNested({ context: { of: PhoneActivationNotice } })
  phone!: PhoneActivationNotice | null;

  @Description(
    'Where the messages can be followed, as JSON or with `EventSource`: a reference to resolve against the address of this API, complete in itself',
  )
  @IsString()
  statusUrl!: string;
}

@Description('The profile as given, nothing verified yet, and the way to its activation')
export class RegisteredProfile extends Profile {
  @ValidateNested({ context: { of: ActivationNotice } })
  activation!: ActivationNotice;
}
