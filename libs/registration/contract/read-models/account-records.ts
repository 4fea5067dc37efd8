import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsRFC3339, IsString, IsUUID } from 'class-validator';
import { CHANNELS, type Channel, CODE_PURPOSES, type CodePurpose } from '../events.js';
import { Profile } from './profile.js';

@Description('The account, including everything that its profile does not show, except the password’s hash')
export class AccountRecord extends Profile {
  @Description('The address in canonical form')
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

  @Description('One more than the number of times that all earlier sessions were ended, such as by a new password')
  @IsInt()
  credentialsVersion!: number;

  @Description('The session that was kept at the last of these')
  @IsOptional()
  @IsUUID()
  keptSession!: string | null;

  @Description('The network that activated the account: its message reserve is for requests from there')
  @IsOptional()
  @IsString()
  activatedNetwork!: string | null;
}

@Description('An unverified sign-up with the account’s address; its data comes from the person who signed up')
export class UnprovenRecord {
  @IsUUID()
  id!: string;

  @IsRFC3339()
  createdAt!: string;
}

@Description('A former address of the account, while the change can be undone')
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

@Description('A code that was sent. Its digits are not stored')
export class CodeRecord {
  @IsUUID()
  id!: string;

  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @IsIn(CHANNELS)
  channel!: Channel;

  @Description('The address or phone that it verifies; null for that of the account')
  @IsOptional()
  @IsString()
  target!: string | null;

  @Description('The address as it is shown')
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

@Description('A notice that was mailed to the account’s owner')
export class NoticeRecord {
  @IsUUID()
  id!: string;

  @IsString()
  kind!: string;

  @Description('Stored until the mail is sent')
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

  @Description('The change of address that it is about')
  @IsOptional()
  @IsUUID()
  changeId!: string | null;
}

@Description('Counters for the account’s address or phone, which enforce limits')
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

@Description('Wrong passwords for the account’s address. The network belongs to its user and is left out')
export class PasswordTriesRecord {
  @IsInt()
  tries!: number;

  @IsRFC3339()
  triedAt!: string;

  @IsOptional()
  @IsRFC3339()
  blockedUntil!: string | null;
}

@Description('What the person answered about the activation')
export class FeedbackRecord {
  @IsUUID()
  id!: string;

  @Description('1 (very hard) to 5 (very easy)')
  @IsInt()
  ease!: number;

  @IsOptional()
  @IsString()
  text!: string | null;

  @IsRFC3339()
  givenAt!: string;
}

@Description('An event of the account, as published to other services')
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
