import { Description } from '@gatehouse/kernel';
import { IsArray, IsIn, IsInt, IsOptional, IsRFC3339, IsUUID, ValidateNested } from 'class-validator';
import { CODE_PURPOSES, type CodePurpose } from '../events.js';

const CODE_STATES = ['queued', 'sending', 'valid', 'used', 'expired', 'spent', 'void', 'failed'] as const;

@Description('A code that was issued for an account. Its digits are not stored')
export class UserCode {
  @IsUUID()
  id!: string;

  @IsIn(CODE_PURPOSES)
  purpose!: CodePurpose;

  @IsIn(['mail', 'sms'])
  channel!: 'mail' | 'sms';

  @Description('1 for the first of its kind')
  @IsInt()
  number!: number;

  @Description('How many it has')
  @IsInt()
  digits!: number;

  @Description(
    '`spent`: it was tried too often. `void`: another code or account has replaced it. `failed`: its message could not be sent',
  )
  @IsIn(CODE_STATES)
  state!: (typeof CODE_STATES)[number];

  @IsRFC3339()
  issuedAt!: string;

  @Description('When the provider accepted its message')
  @IsOptional()
  @IsRFC3339()
  sentAt!: string | null;

  @Description('Null until its message has been sent')
  @IsOptional()
  @IsRFC3339()
  expiresAt!: string | null;

  @IsInt()
  triesLeft!: number;
}

@Description('The latest codes of an account, at most 50')
export class UserCodes {
  @IsArray()
  @ValidateNested({ each: true, context: { of: UserCode } })
  codes!: UserCode[];
}
