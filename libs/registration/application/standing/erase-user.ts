import {
  type CommandContext,
  type CommandHandler,
  err,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { EraseUser } from '../../contract/commands/erase-user.js';
import type { Erasures } from '../ports/erasures.js';
import type { Erasing } from './erasing.js';

/** Erases somebody without asking for their password. */
export class EraseUserHandler implements CommandHandler<EraseUser> {
  constructor(private readonly ports: { readonly erasures: Erasures; readonly erasing: Erasing }) {}

  async execute({ userId }: EraseUser, context: CommandContext): Promise<ResultOf<EraseUser>> {
    return untilSettled(async () => {
      const state = await this.ports.erasures.stateOf({ application: context.application, userId });
      if (state === null) return err(refusal('account-unknown'));
      if (state === 'erased') return ok(null);
      return (await this.ports.erasing.erase({ userIds: [userId], provenHash: null }, context)) ? ok(null) : 'stale';
    });
  }
}
