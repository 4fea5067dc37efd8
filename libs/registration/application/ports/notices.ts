import type { NoticeKind } from '../../domain/notice/issue-notice.js';

export interface NoticeToSend {
  readonly kind: NoticeKind;
  readonly recipient: { readonly email: string; readonly name: string | null };
  readonly locale: string | null;
  /** The change of address that can be undone, where it tells of one. */
  readonly changeId: string | null;
}

export type NoticeDispatch =
  | { readonly kind: 'send'; readonly notice: NoticeToSend }
  | { readonly kind: 'already-accepted' }
  /** The account is gone. */
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/** Notices on their way to the person. Every method is one atomic statement; false where there is no such notice. */
export interface Notices {
  dispatch(application: string, noticeId: string): Promise<NoticeDispatch>;

  /** The mail is out: forgets where it went. A second call changes nothing. */
  accept(application: string, noticeId: string): Promise<boolean>;

  abandon(application: string, noticeId: string, reason: string): Promise<boolean>;
}
