import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { CodePurpose, NoticeKind } from '../events.js';
import { BOUNCE_REASONS, type BounceReason } from '../queries/messages.js';

/**
 * Returns what to send for a code, right before it is sent, and makes the code valid for the send timeout plus its
 * life. For the notification context only: the answer holds the digits.
 */
export class DispatchActivationCode extends Command<Result<DispatchedCode, Refusal<'code-unknown' | 'code-over'>>> {
  @IsUUID()
  codeId!: string;

  /** How long the hand-over to the provider may take at most. */
  @IsInt()
  @Min(1)
  @Max(120)
  sendTimeoutSeconds!: number;

  /** The message was given up before, and is retried on request: the code becomes valid again, unless a later one has followed. */
  @IsOptional()
  @IsBoolean()
  isRetried?: boolean | null;
}

export interface Recipient {
  readonly email: string;
  readonly name: string | null;
}

export interface PhoneRecipient {
  /** E.164. */
  readonly phone: string;
}

interface CodeText {
  readonly kind: 'code';
  readonly locale: string | null;
  readonly digits: string;
  /** 1 for an account's first code of this purpose, 2 for the next … */
  readonly number: number;
  readonly lifeSeconds: number;
}

/** A code by mail: to the address that the purpose is about, so for `email-change` to the new one. */
export interface MailedCode extends CodeText {
  readonly purpose: Exclude<CodePurpose, 'phone'>;
  readonly recipient: Recipient;
  /** Whose code it is: for a reset, that shows only now. */
  readonly userId: string;
  /** Where the page behind its link leads after success; null: nowhere in particular. */
  readonly redirect: string | null;
}

export interface TextedCode extends CodeText {
  readonly purpose: 'phone';
  readonly recipient: PhoneRecipient;
}

/** The address has an owner, who is notified of the attempt. */
export interface TakenAddress {
  readonly kind: 'account-exists';
  readonly purpose: 'activation' | 'email-change';
  readonly recipient: Recipient;
  readonly locale: string | null;
}

export type DispatchedCode =
  | MailedCode
  | TextedCode
  | TakenAddress
  /** A reset for an address that is no active account's: the code lives like any other, and nothing is sent. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'already-accepted' };

/** The provider has accepted the message: the code's life starts now, by the database's clock. Repeating it changes nothing. */
export class StartActivationCode extends Command<Result<null, Refusal<'code-unknown'>>> {
  @IsUUID()
  codeId!: string;

  /** Whether the provider will tell what becomes of the message: then anyone who waits for news goes on waiting. */
  @IsOptional()
  @IsBoolean()
  isFollowed?: boolean | null;
}

/** What has become of one code's message. */
export class CodeMessageOutcome {
  @IsUUID()
  codeId!: string;

  @IsIn(['delivered', 'bounced'])
  state!: 'delivered' | 'bounced';

  /** Of one that bounced. */
  @IsOptional()
  @IsIn(BOUNCE_REASONS)
  reason?: BounceReason | null;
}

/**
 * Tells what has become of codes' messages, for anyone who waits for news of a registration. In any order and again: one
 * that bounced stays so, and of codes that are gone nothing is kept.
 */
export class RecordMessageOutcomes extends Command<Result<null, Refusal<never>>> {
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true, context: { of: CodeMessageOutcome } })
  outcomes!: CodeMessageOutcome[];
}

/** The message could not be handed over within its deadline: the code never becomes valid. */
export class AbandonActivationCode extends Command<Result<null, Refusal<'code-unknown'>>> {
  @IsUUID()
  codeId!: string;

  /** Short and free of personal data, such as `deadline` or `provider-refused`. */
  @IsString()
  @MaxLength(200)
  reason!: string;
}

/** Returns what to send for a notice, right before it is sent. For the notification context only. */
export class DispatchNotice extends Command<Result<DispatchedNotice, Refusal<'notice-unknown' | 'notice-over'>>> {
  @IsUUID()
  noticeId!: string;
}

export type DispatchedNotice =
  | {
      readonly kind: 'notice';
      readonly notice: NoticeKind;
      readonly recipient: Recipient;
      readonly locale: string | null;
      /** Of a changed address: what undoes it. */
      readonly undo?: { readonly token: string; readonly lifeSeconds: number };
    }
  | { readonly kind: 'already-accepted' };

/** The provider has accepted a notice: its recipient need not be stored any longer. Repeating it changes nothing. */
export class AcceptNotice extends Command<Result<null, Refusal<'notice-unknown'>>> {
  @IsUUID()
  noticeId!: string;
}

/** A notice could not be handed over within its deadline. Where it was to go is kept, so that it can be sent by hand. */
export class AbandonNotice extends Command<Result<null, Refusal<'notice-unknown'>>> {
  @IsUUID()
  noticeId!: string;

  /** Short and free of personal data, such as `deadline-passed`. */
  @IsString()
  @MaxLength(200)
  reason!: string;
}
