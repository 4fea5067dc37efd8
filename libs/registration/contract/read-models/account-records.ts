import { Description } from '@gatehouse/kernel';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsRFC3339,
  IsString,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { CHANNELS, type Channel, CODE_PURPOSES, type CodePurpose } from '../events.js';
import { Profile } from './profile.js';

@Description('The account with all that its profile does not show. The password’s hash is a secret of the service')
export class AccountRecord extends Profile {
  @Description('The address as it is compared')
  @IsString()
  canonicalEmail!: string;

  @IsOptional()
  @IsRFC3339()
  emailVerifiedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  phoneVerifiedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  suspendedAt!: string | null;

  @Description('The reason given by the person who suspended the account')
  @IsOptional()
  @IsString()
  suspensionReason!: string | null;

  @Description('How often something has ended all earlier sessions, such as a new password, and one')
  @IsInt()
  credentialsVersion!: number;

  @Description('The session that the last of these let live')
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;

  @Description('The network that activated the account: the reserve of its messages is for requests from there')
  @IsOptional()
  @IsString()
  activatedNetwork!: string | null;
}

@Description('A sign-up with the account’s address that nobody has proven; what it tells is its author’s')
export class UnprovenRecord {
  @IsUUID()
  id!: string;

  @IsRFC3339()
  createdAt!: string;
}

@Description('An address that the account had, as long as the change may be undone')
export class FormerAddressRecord {
  @IsUUID()
  changeId!: string;

  @IsString()
  email!: string;

  @IsString()
  canonicalEmail!: string;

  @IsRFC3339()
  changedAt!: string;

  @IsRFC3339()
  undoUntil!: string;

  @IsOptional()
  @IsRFC3339()
  undoneAt!: string | null;
}

@Description('A code that was sent. Its digits are kept nowhere')
export class CodeRecord {
  @IsUUID()
  id!: string;

  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @IsIn(CHANNELS)
  channel!: Channel;

  @Description('The address or phone that it proves; null for that of the account')
  @IsOptional()
  @IsString()
  target!: string | null;

  @Description('The form of an address that mail is sent to')
  @IsOptional()
  @IsString()
  targetDeliverable!: string | null;

  @Description('1 for the first of its kind')
  @IsInt()
  number!: number;

  @Description('How many it has')
  @IsInt()
  digits!: number;

  @IsInt()
  lifeSeconds!: number;

  @Description('Wrong and right tries')
  @IsInt()
  attempts!: number;

  @IsRFC3339()
  issuedAt!: string;

  @IsRFC3339()
  sendAfter!: string;

  @IsOptional()
  @IsRFC3339()
  dispatchedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  acceptedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  consumedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  voidedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  failedAt!: string | null;

  @IsOptional()
  @IsString()
  failure!: string | null;
}

@Description('Something that the account’s owner was told by mail')
export class NoticeRecord {
  @IsUUID()
  id!: string;

  @IsString()
  kind!: string;

  @Description('Kept until the mail is out')
  @IsOptional()
  @IsString()
  recipient!: string | null;

  @IsRFC3339()
  issuedAt!: string;

  @IsOptional()
  @IsRFC3339()
  acceptedAt!: string | null;

  @IsOptional()
  @IsRFC3339()
  failedAt!: string | null;

  @IsOptional()
  @IsString()
  failure!: string | null;

  @Description('The change of address that it tells of')
  @IsOptional()
  @IsUUID()
  changeId!: string | null;
}

@Description('What is counted for the account’s address or phone, so that limits hold')
export class CountRecord {
  @Description('What for, such as `messages-to-recipient`')
  @IsString()
  what!: string;

  @IsString()
  about!: string;

  @IsArray()
  @IsRFC3339({ each: true })
  times!: string[];
}

@Description('Wrong passwords for the account’s address. From which network is its user’s to know')
export class PasswordTriesRecord {
  @IsInt()
  tries!: number;

  @IsRFC3339()
  triedAt!: string;

  @IsOptional()
  @IsRFC3339()
  blockedUntil!: string | null;
}

@Description('Something that happened to the account, as other services are told it')
export class EventRecord {
  @IsUUID()
  id!: string;

  @IsString()
  type!: string;

  @IsRFC3339()
  occurredAt!: string;

  @IsObject()
  data!: object;
}

/** What registration and the event log hold about somebody, but for secrets. Lists have the latest first. */
export class AccountRecords {
  @IsRFC3339()
  exportedAt!: string;

  @ValidateNested({ context: { of: AccountRecord } })
  account!: AccountRecord;

  @IsArray()
  @ValidateNested({ each: true, context: { of: UnprovenRecord } })
  unprovenRegistrations!: UnprovenRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: FormerAddressRecord } })
  formerAddresses!: FormerAddressRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: CodeRecord } })
  codes!: CodeRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: NoticeRecord } })
  notices!: NoticeRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: CountRecord } })
  counts!: CountRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: PasswordTriesRecord } })
  passwordTries!: PasswordTriesRecord[];

  @IsArray()
  @ValidateNested({ each: true, context: { of: EventRecord } })
  events!: EventRecord[];
}
