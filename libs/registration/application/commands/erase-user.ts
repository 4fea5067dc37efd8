import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { EraseUser } from '../../contract/commands/erase-user.js';
import type { Erasures } from '../ports/erasures.js';
import type { Erasing } from './erasing.js';

/** The person may change something, or begin and end being the owner of an address, between look and statement. */
const MAX_READS = 4;

/** Erases somebody without asking for their password. */
export class EraseUserHandler implements CommandHandler<EraseUser> {
  constructor(
    private readonly erasures: Erasures,
    private readonly erasing: Erasing,
  ) {}

  async execute({ userId }: EraseUser, context: CommandContext): Promise<ResultOf<EraseUser>> {
    for (let read = 1; read <= MAX_READS; read += 1) {
      const state = await this.erasures.stateOf({ application: context.application, userId });
      if (state === null) return err(refusal('account-unknown'));
      if (state === 'erased') return ok(null);
      if (await this.erasing.erase({ userIds: [userId], provenHash: null }, context)) return ok(null);
    }
    return err(refusal('busy', { retryAfterSeconds: 1 }));
  }
}
