import type { Recipient } from '../../domain/message/message.js';
import type { NoticeKind } from '../../domain/message/template-of.js';
import type { MessageSource } from './message-source.js';

/** What a person is told of what has happened to their account. */
export interface DispatchedNotice {
  readonly kind: 'notice';
  readonly notice: NoticeKind;
  readonly recipient: Recipient;
  readonly locale: string | null;
  /** Of a changed address: what undoes it. */
  readonly undo?: { readonly token: string; readonly lifeSeconds: number };
}

/** The registration context's notices, as far as sending them goes. */
export type Notices = MessageSource<DispatchedNotice>;
