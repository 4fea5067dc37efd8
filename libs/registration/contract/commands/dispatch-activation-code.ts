import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import type { CodePurpose } from '../events.js';

/**
 * Tells what to send for a code, right before it is sent, and makes the code valid for the send timeout plus its
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
}

export interface Recipient {
  readonly email: string;
  readonly name: string | null;
}

export type DispatchedCode =
  | {
      readonly kind: 'code';
      readonly purpose: CodePurpose;
      readonly recipient: Recipient;
      readonly locale: string | null;
      readonly digits: string;
      /** 1 for the first code of a registration, 2 for the next … */
      readonly number: number;
      readonly lifeSeconds: number;
    }
  | { readonly kind: 'account-exists'; readonly recipient: Recipient; readonly locale: string | null }
  | { readonly kind: 'already-accepted' };
