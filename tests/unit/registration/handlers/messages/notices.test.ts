import type { CommandContext } from '@gatehouse/kernel';
import { AbandonNotice, AcceptNotice, DispatchNotice } from '@gatehouse/registration/contract';
import {
  AbandonNoticeHandler,
  AcceptNoticeHandler,
  DispatchNoticeHandler,
} from '../../../../../libs/registration/application/messages/notices.js';
import type { NoticeDispatch, Notices } from '../../../../../libs/registration/application/ports/messages.js';

const context: CommandContext = { application: 'shop', network: null, requestId: 'request-1' };
const ADA = { email: 'ada@example.org', name: 'Ada' };
const tokens = { of: (changeId: string) => `token-of-${changeId}`, changeOf: () => null };

/** Notices by application and id: to be sent until they are accepted or given up. */
class InMemoryNotices implements Notices {
  readonly kept = new Map<string, NoticeDispatch>();
  readonly abandoned: string[] = [];

  async dispatch(application: string, noticeId: string): Promise<NoticeDispatch> {
    return this.kept.get(`${application}/${noticeId}`) ?? { kind: 'unknown' };
  }

  async accept(application: string, noticeId: string): Promise<boolean> {
    const place = `${application}/${noticeId}`;
    if (!this.kept.has(place)) return false;
    this.kept.set(place, { kind: 'already-accepted' });
    return true;
  }

  async abandon(application: string, noticeId: string, reason: string): Promise<boolean> {
    if (!this.kept.has(`${application}/${noticeId}`)) return false;
    this.abandoned.push(`${noticeId}: ${reason}`);
    return true;
  }
}

describe('a notice', () => {
  let notices: InMemoryNotices;
  beforeEach(() => {
    notices = new InMemoryNotices();
    const notice = { kind: 'password-changed', recipient: ADA, locale: 'fr', changeId: null } as const;
    notices.kept.set('shop/notice', { kind: 'send', notice });
  });
  const dispatch = (noticeId = 'notice', application = 'shop') =>
    new DispatchNoticeHandler({ notices, tokens }).execute(Object.assign(new DispatchNotice(), { noticeId }), {
      ...context,
      application,
    });
  const accept = (noticeId = 'notice') =>
    new AcceptNoticeHandler({ notices }).execute(Object.assign(new AcceptNotice(), { noticeId }), context);
  const abandon = (noticeId = 'notice') =>
    new AbandonNoticeHandler({ notices }).execute(
      Object.assign(new AbandonNotice(), { noticeId, reason: 'deadline-passed' }),
      context,
    );
  const unknown = { ok: false, error: { code: 'notice-unknown' } };

  it('says what it is about, to whom and in which language', async () => {
    expect(await dispatch()).toEqual({
      ok: true,
      value: { kind: 'notice', notice: 'password-changed', recipient: ADA, locale: 'fr' },
    });
  });

  it('of a changed address carries what undoes the change within three days', async () => {
    const notice = { kind: 'email-changed', recipient: ADA, locale: null, changeId: 'change' } as const;
    notices.kept.set('shop/notice', { kind: 'send', notice });
    expect(await dispatch()).toMatchObject({
      ok: true,
      value: { notice: 'email-changed', undo: { token: 'token-of-change', lifeSeconds: 259_200 } },
    });
  });

  it('is over once its account is gone', async () => {
    notices.kept.set('shop/notice', { kind: 'over' });
    expect(await dispatch()).toEqual({ ok: false, error: { code: 'notice-over' } });
  });

  it('is not sent again once it was accepted', async () => {
    expect(await accept()).toEqual({ ok: true, value: null });
    expect(await dispatch()).toEqual({ ok: true, value: { kind: 'already-accepted' } });
  });

  it('is given up with its reason', async () => {
    expect(await abandon()).toEqual({ ok: true, value: null });
    expect(notices.abandoned).toEqual(['notice: deadline-passed']);
  });

  it('is unknown where there is none, or only in another application', async () => {
    expect(await dispatch('nothing')).toEqual(unknown);
    expect(await dispatch('notice', 'garden')).toEqual(unknown);
    expect(await accept('nothing')).toEqual(unknown);
    expect(await abandon('nothing')).toEqual(unknown);
  });
});
