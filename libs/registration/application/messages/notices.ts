import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { AbandonNotice, AcceptNotice, DispatchNotice } from '../../contract/commands/messages.js';
import { UNDO_SECONDS } from '../../domain/user/account-events.js';
import type { UndoTokens } from '../ports/email-changes.js';
import type { Notices } from '../ports/messages.js';

/** Returns what a notice says, and its recipient. */
export class DispatchNoticeHandler implements CommandHandler<DispatchNotice> {
  constructor(private readonly ports: { readonly notices: Notices; readonly tokens: UndoTokens }) {}

  async execute({ noticeId }: DispatchNotice, { application }: CommandContext): Promise<ResultOf<DispatchNotice>> {
    const dispatch = await this.ports.notices.dispatch(application, noticeId);
    if (dispatch.kind === 'unknown') return err(refusal('notice-unknown'));
    if (dispatch.kind === 'over') return err(refusal('notice-over'));
    if (dispatch.kind === 'already-accepted') return ok({ kind: 'already-accepted' });
    const { kind: notice, recipient, locale, changeId } = dispatch.notice;
    const undo = changeId === null ? null : { token: this.ports.tokens.of(changeId), lifeSeconds: UNDO_SECONDS };
    return ok({ kind: 'notice', notice, recipient, locale, ...(undo && { undo }) });
  }
}

/** Closes a notice whose mail is out. */
export class AcceptNoticeHandler implements CommandHandler<AcceptNotice> {
  constructor(private readonly ports: { readonly notices: Notices }) {}

  async execute({ noticeId }: AcceptNotice, { application }: CommandContext): Promise<ResultOf<AcceptNotice>> {
    return (await this.ports.notices.accept(application, noticeId)) ? ok(null) : err(refusal('notice-unknown'));
  }
}

/** Notes that a notice could not be handed over. */
export class AbandonNoticeHandler implements CommandHandler<AbandonNotice> {
  constructor(private readonly ports: { readonly notices: Notices }) {}

  async execute(
    { noticeId, reason }: AbandonNotice,
    { application }: CommandContext,
  ): Promise<ResultOf<AbandonNotice>> {
    return (await this.ports.notices.abandon(application, noticeId, reason))
      ? ok(null)
      : err(refusal('notice-unknown'));
  }
}
