import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  ValidateNested,
} from 'class-validator';

@Description('The terms that the person agreed to')
export class AcceptedTerms {
  @Description('As the application names it')
  @IsString()
  version!: string;

  @IsRFC3339()
  acceptedAt!: string;
}

@Description('A person’s account as the person sees it')
export class Profile {
  @IsUUID()
  id!: string;

  @IsIn(['pending', 'active', 'suspended'])
  state!: 'pending' | 'active' | 'suspended';

  @Description('As the person typed it: the domain may contain non-ASCII letters')
  @IsString()
  email!: string;

  @IsBoolean()
  emailVerified!: boolean;

  @IsOptional()
  @IsString()
  name!: string | null;

  @IsOptional()
  @IsString()
  surname!: string | null;

  @Description('E.164')
  @IsOptional()
  @IsString()
  phone!: string | null;

  @IsBoolean()
  phoneVerified!: boolean;

  @IsArray()
  @IsString({ each: true })
  hobbies!: string[];

  @IsOptional()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate!: string | null;

  @Description('A BCP 47 language tag')
  @IsOptional()
  @IsString()
  locale!: string | null;

  @Description('Null if the application did not ask for it')
  @IsOptional()
  @ValidateNested({ context: { of: AcceptedTerms } })
  acceptedTerms!: AcceptedTerms | null;

  @IsRFC3339()
  createdAt!: string;

  @IsOptional()
  @IsRFC3339()
  activatedAt!: string | null;
}

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

@Description('The profile after the verification: active, or pending while something is missing')
export class ActivationProgress extends Profile {
  @Description('What must still be verified; empty once the account is active')
  @IsArray()
  @IsIn(['email', 'phone'], { each: true })
  missing!: ('email' | 'phone')[];

  @Description(
    'Once the account is active, if the application asks for feedback: pass it to `POST /v1/feedback` within one hour. Otherwise null',
  )
  @IsOptional()
  @IsString()
  feedbackToken!: string | null;
}
