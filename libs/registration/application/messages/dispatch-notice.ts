import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { DispatchNotice } from '../../contract/commands/dispatch-notice.js';
import { UNDO_SECONDS } from '../../domain/user/email-change.js';
import type { Notices } from '../ports/notices.js';
import type { UndoTokens } from '../ports/undo-tokens.js';

/** Tells what a notice is to say, and to whom. */
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
