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
import type { ResumeUser, SuspendUser } from '../../contract/commands/standing.js';
import { userResumed, userSuspended } from '../../domain/user/account-events.js';
import { changeSuspension } from '../../domain/user/user.js';
import type { Suspensions } from '../ports/standing.js';

/** Closes an account. Its sessions are overtaken by the same statement, and end as those of an old password do. */
export class SuspendUserHandler implements CommandHandler<SuspendUser> {
  constructor(private readonly ports: { readonly suspensions: Suspensions; readonly ids: IdGenerator }) {}

  async execute({ userId, reason }: SuspendUser, context: CommandContext): Promise<ResultOf<SuspendUser>> {
    const key = { application: context.application, userId };
    return untilSettled(async () => {
      const change = changeSuspension(await this.ports.suspensions.stateOf(key), 'suspended');
      if (!change.ok) return err(refusal(change.error));
      if (change.value === 'unchanged') return ok(null);
      const event = userSuspended(this.ports.ids.next(), userId, reason.normalize('NFC').trim());
      return (await this.ports.suspensions.suspend(key, event, context)) ? ok(null) : 'stale';
    });
  }
}

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
