import { Description } from '@gatehouse/kernel';
import { IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Profile } from './profile.js';

@Description('The code sent by SMS')
export class PhoneActivationNotice {
  @IsInt()
  codeLength!: number;

  @Description('Lifetime in seconds after the SMS provider accepts the message')
  @IsInt()
  lifeSeconds!: number;

  @IsIn(['queued'])
  delivery!: 'queued';
}

@Description('The activation code')
export class ActivationNotice {
  @Description('Number of digits: by default 4, depending on the application’s policy and on earlier wrong tries')
  @IsInt()
  codeLength!: number;

  @Description('Lifetime in seconds after the mail provider accepts the message')
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

@Description('The profile as submitted, not verified yet, and how to activate it')
export class RegisteredProfile extends Profile {
  @ValidateNested({ context: { of: ActivationNotice } })
  activation!: ActivationNotice;
}
