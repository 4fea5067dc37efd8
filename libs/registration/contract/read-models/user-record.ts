import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  Matches,
  ValidateNested,
} from 'class-validator';

export const USER_STATES = ['pending', 'active', 'suspended', 'superseded', 'erased'] as const;

@Description(
  'An account as those see it who look after accounts. Of one that was erased only id, state and times are left',
)
export class UserRecord {
  @IsUUID()
  id!: string;

  @Description('`superseded`: another registration of the same address was activated')
  @IsIn(USER_STATES)
  state!: (typeof USER_STATES)[number];

  @Description('As the person typed it')
  @IsOptional()
  @IsString()
  email!: string | null;

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

  @Description('A BCP 47 language tag')
  @IsOptional()
  @IsString()
  locale!: string | null;

  @IsRFC3339()
  createdAt!: string;

  @IsOptional()
  @IsRFC3339()
  activatedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  suspendedAt!: string | null;

  @IsOptional()
  @IsString()
  suspensionReason!: string | null;
}

@Description('Accounts, the newest first')
export class UserPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: UserRecord } })
  users!: UserRecord[];

  @Description('For `after`, to get the next page; null where there is none')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('Accounts and registrations of one address')
export class UsersOfAddress {
  @IsArray()
  @ValidateNested({ each: true, context: { of: UserRecord } })
  users!: UserRecord[];
}

@Description('A message that an event has caused')
export class UserMessage {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @IsOptional()
  @IsString()
  template!: string | null;

  @IsIn(['queued', 'sending', 'sent', 'failed'])
  state!: 'queued' | 'sending' | 'sent' | 'failed';

  @IsInt()
  attempts!: number;

  @IsOptional()
  @IsString()
  provider!: string | null;

  @Description('What the provider said to the last attempt that it did not accept')
  @IsOptional()
  @IsString()
  lastAnswer!: string | null;

  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  failedAt!: string | null;
}

@Description('Something that happened to an account')
export class TimelineEntry {
  @Description('Grows from entry to entry')
  @Matches(/^\d+$/)
  position!: string;

  @IsRFC3339()
  at!: string;

  @Description('Of the event, such as `user.activated.v1`')
  @IsString()
  type!: string;

  @IsObject()
  data!: object;

  @Description('The message that it caused, once a worker has taken it on')
  @IsOptional()
  @ValidateNested({ context: { of: UserMessage } })
  message!: UserMessage | null;
}

@Description('What happened to an account, the latest first')
export class Timeline {
  @IsArray()
  @ValidateNested({ each: true, context: { of: TimelineEntry } })
  entries!: TimelineEntry[];

  @Description('For `after`, to get the next page; null where there is none')
  @IsOptional()
  @Matches(/^\d+$/)
  nextAfter!: string | null;
}
