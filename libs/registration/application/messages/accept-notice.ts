import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { AcceptNotice } from '../../contract/commands/accept-notice.js';
import type { Notices } from '../ports/notices.js';

/** Closes a notice whose mail is out. */
export class AcceptNoticeHandler implements CommandHandler<AcceptNotice> {
  constructor(private readonly ports: { readonly notices: Notices }) {}

  async execute({ noticeId }: AcceptNotice, { application }: CommandContext): Promise<ResultOf<AcceptNotice>> {
    return (await this.ports.notices.accept(application, noticeId)) ? ok(null) : err(refusal('notice-unknown'));
  }
}
