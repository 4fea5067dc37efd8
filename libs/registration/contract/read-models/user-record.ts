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
import { BOUNCE_REASONS, type BounceReason } from '../queries/messages.js';
import { AcceptedTerms } from './profile.js';

export const USER_STATES = ['pending', 'active', 'suspended', 'superseded', 'erased'] as const;

@Description('An account as administrators see it. Erased accounts have only id, state and times')
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

  @Description('The terms that the person agreed to at sign-up; null if the application did not ask for it')
  @IsOptional()
  @ValidateNested({ context: { of: AcceptedTerms } })
  acceptedTerms!: AcceptedTerms | null;

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

@Description('Accounts, newest first')
export class UserPage {
  @IsArray()
  @ValidateNested({ each: true, context: { of: UserRecord } })
  users!: UserRecord[];

  @Description('For `after`, to get the next page; null on the last page')
  @IsOptional()
  @IsUUID()
  nextAfter!: string | null;
}

@Description('Accounts and registrations with one address')
export class UsersOfAddress {
  @IsArray()
  @ValidateNested({ each: true, context: { of: UserRecord } })
  users!: UserRecord[];
}

const MESSAGE_STATES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'deferred',
  'delivered',
  'unsubscribed',
  'bounced',
  'complained',
] as const;

@Description('A message caused by an event')
export class UserMessage {
  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @IsOptional()
  @IsString()
  template!: string | null;

  @Description('`sent`: accepted by the provider. The states from `deferred` on are what the provider reported later')
  @IsIn(MESSAGE_STATES)
  state!: (typeof MESSAGE_STATES)[number];

  @IsInt()
  attempts!: number;

  @IsOptional()
  @IsString()
  provider!: string | null;

  @Description('The provider’s answer to the last failed attempt')
  @IsOptional()
  @IsString()
  lastAnswer!: string | null;

  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  failedAt!: string | null;

  @Description('When the recipient’s server or phone accepted it, as the provider reported')
  @IsOptional()
  @IsRFC3339()
  deliveredAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  bouncedAt!: string | null;

  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  bounceReason!: BounceReason | null;
}

@Description('An event of an account')
export class TimelineEntry {
  @Description('Increases with each entry')
  @Matches(/^\d+$/)
  position!: string;

  @IsRFC3339()
  at!: string;

  @Description('The event’s type, such as `user.activated.v1`')
  @IsString()
  type!: string;

  @IsObject()
  data!: object;

  @Description('The message that it caused, once a worker has processed it')
  @IsOptional()
  @ValidateNested({ context: { of: UserMessage } })
  message!: UserMessage | null;
}

@Description('Events of an account, latest first')
export class Timeline {
  @IsArray()
  @ValidateNested({ each: true, context: { of: TimelineEntry } })
  entries!: TimelineEntry[];

  @Description('For `after`, to get the next page; null on the last page')
  @IsOptional()
  @Matches(/^\d+$/)
  nextAfter!: string | null;
}

/**
 * What has become of the messages that events have caused. The context that sends them knows, and contributes this: it
 * answers by the events' ids.
 */
export interface EventMessages {
  of(events: {
    readonly application: string;
    readonly eventIds: readonly string[];
  }): Promise<ReadonlyMap<string, UserMessage>>;
}
