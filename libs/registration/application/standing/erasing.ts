import type { CommandContext, PersonalRecords } from '@gatehouse/kernel';
import { userErased } from '../../domain/user/account-events.js';
import type { Erasure, Erasures } from '../ports/erasures.js';

/** Erases people here, and then what other contexts keep of them. */
export class Erasing {
  constructor(
    private readonly erasures: Erasures,
    private readonly records: readonly PersonalRecords[],
  ) {}

  /** False where one of them is not as it was read: then nobody is erased. */
  async erase(erasure: Erasure, context: CommandContext): Promise<boolean> {
    const erased = await this.erasures.erase(erasure, userErased, context);
    if (!erased) return false;
    // Anyone who is erased is erased: should the database go away now, the event leads the worker here again.
    await this.eraseRecords(context.application, erased).catch(() => undefined);
    return true;
  }

  async eraseRecords(application: string, userIds: readonly string[]): Promise<void> {
    for (const userId of userIds) {
      for (const records of this.records) await records.erase({ application, userId });
    }
  }
}
