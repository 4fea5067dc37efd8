import { Command, type Refusal, type Result } from '@gatehouse/kernel';
import { IsUUID } from 'class-validator';
import type { NoticeKind } from '../events.js';
import type { Recipient } from './dispatch-activation-code.js';

/** Tells what to send for a notice, right before it is sent. For the notification context only. */
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
