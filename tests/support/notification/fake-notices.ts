import type { DispatchedNotice, Notices } from '../../../libs/notification/application/ports/codes.js';

/** A notice that behaves as registration's do. */
export class FakeNotices implements Notices {
  readonly calls: string[] = [];
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

  async start(noticeId: string): Promise<void> {
    this.calls.push(`start ${noticeId}`);
    this.dispatched = { kind: 'already-accepted' };
  }

  async abandon(noticeId: string, reason: string): Promise<void> {
    this.calls.push(`abandon ${noticeId}: ${reason}`);
    this.dispatched = { kind: 'over', reason: 'notice-over' };
  }
}
