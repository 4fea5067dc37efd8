import type { NewEvent } from '@gatehouse/kernel';
import type { NoticeIssued, NoticeKind } from '../../contract/events.js';

export type { NoticeKind };

/** Something that an account's owner is told by mail, at the address that the account had when it happened. */
export interface IssuedNotice {
  readonly id: string;
  readonly userId: string;
  readonly kind: NoticeKind;
  /** The change of address that it is about, if it does. */
  readonly changeId: string | null;
}

export const issueNotice = (
  { id, eventId }: { readonly id: string; readonly eventId: string },
  userId: string,
  kind: NoticeKind,
  changeId: string | null = null,
): { readonly notice: IssuedNotice; readonly event: NewEvent<NoticeIssued> } => ({
  notice: { id, userId, kind, changeId },
  event: { id: eventId, subject: userId, type: 'notice.issued.v1', data: { noticeId: id, userId, kind } },
});
