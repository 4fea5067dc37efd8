export type NoticeKind = 'password-changed' | 'password-reset' | 'email-changing' | 'email-changed' | 'email-restored';

/** Something that an account's owner is told by mail, at the address that the account had when it happened. */
export interface IssuedNotice {
  readonly id: string;
  readonly userId: string;
  readonly kind: NoticeKind;
}

export const issueNotice = (id: string, userId: string, kind: NoticeKind) => ({
  notice: { id, userId, kind } satisfies IssuedNotice,
  event: { type: 'notice.issued.v1', data: { noticeId: id, userId, kind } } as const,
});
