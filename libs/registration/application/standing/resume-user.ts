import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { ResumeUser } from '../../contract/commands/resume-user.js';
import { userResumed } from '../../domain/user/account-events.js';
import { changeSuspension } from '../../domain/user/suspension.js';
import type { Suspensions } from '../ports/suspensions.js';

/** Opens a suspended account again, with the password and all else that it had. */
export class ResumeUserHandler implements CommandHandler<ResumeUser> {
  constructor(private readonly ports: { readonly suspensions: Suspensions; readonly ids: IdGenerator }) {}

  async execute({ userId }: ResumeUser, context: CommandContext): Promise<ResultOf<ResumeUser>> {
    const key = { application: context.application, userId };
    return untilSettled(async () => {
      const change = changeSuspension(await this.ports.suspensions.stateOf(key), 'active');
      if (!change.ok) return err(refusal(change.error));
      if (change.value === 'unchanged') return ok(null);
      return (await this.ports.suspensions.resume(key, userResumed(this.ports.ids.next(), userId), context))
        ? ok(null)
        : 'stale';
    });
  }
}
