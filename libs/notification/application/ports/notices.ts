import type { Recipient } from '../../domain/message/message.js';
import type { MessageSource } from './message-source.js';

/** What a person is told of what has happened to their account. */
export interface DispatchedNotice {
  readonly kind: 'notice';
  readonly notice: 'password-changed' | 'password-reset' | 'email-changing' | 'email-changed' | 'email-restored';
  readonly recipient: Recipient;
  readonly locale: string | null;
  /** Of a changed address: what undoes it. */
  readonly undo?: { readonly token: string; readonly lifeSeconds: number };
}

/** The registration context's notices, as far as sending them goes. */
export type Notices = MessageSource<DispatchedNotice>;
