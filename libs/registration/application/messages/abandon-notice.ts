import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { AbandonNotice } from '../../contract/commands/abandon-notice.js';
import type { Notices } from '../ports/notices.js';

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
