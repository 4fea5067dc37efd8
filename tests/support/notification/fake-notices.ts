import type { DispatchedNotice, Notices } from '../../../libs/notification/application/ports/codes.js';

/** A notice that behaves as registration's do. */
export class FakeNotices implements Notices {
  readonly calls: string[] = [];
  /** Its person has been erased since it was dispatched. */
  isGone = false;
  readonly notice: DispatchedNotice = {
    kind: 'notice',
    notice: 'password-changed',
    recipient: { email: 'ada@example.org', name: 'Ada' },
    locale: 'en',
  };
  dispatched: Awaited<ReturnType<Notices['dispatch']>> = this.notice;

  async dispatch(noticeId: string) {
    this.calls.push(`dispatch ${noticeId}`);
    return this.dispatched;
  }

  async start(noticeId: string): Promise<boolean> {
    this.calls.push(`start ${noticeId}`);
    if (this.isGone) return false;
    this.dispatched = { kind: 'already-accepted' };
    return true;
  }

  async abandon(noticeId: string, reason: string): Promise<boolean> {
    this.calls.push(`abandon ${noticeId}: ${reason}`);
    if (this.isGone) return false;
    this.dispatched = { kind: 'over', reason: 'notice-over' };
    return true;
  }
}
