import {
  type CommandContext,
  type CommandHandler,
  err,
  ok,
  type PersonalRecords,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { EraseOwnAccount, EraseUser } from '../../contract/commands/standing.js';
import { userErased } from '../../domain/user/account-events.js';
import type { PasswordCheck } from '../credentials/password-check.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { AddressSituation, ChargedTries } from '../ports/charged-tries.js';
import type { Erasure, Erasures } from '../ports/standing.js';

/** Erases somebody without asking for their password. */
export class EraseUserHandler implements CommandHandler<EraseUser> {
  constructor(private readonly ports: { readonly erasures: Erasures; readonly erasing: Erasing }) {}

  async execute({ userId }: EraseUser, context: CommandContext): Promise<ResultOf<EraseUser>> {
    return untilSettled(async () => {
      const state = await this.ports.erasures.stateOf({ application: context.application, userId });
      if (state === null) return err(refusal('account-unknown'));
      if (state === 'erased') return ok(null);
      return (await this.ports.erasing.erase({ userIds: [userId], provenHashes: null }, context)) ? ok(null) : 'stale';
    });
  }
}

/** Erases people here, and then what other contexts keep of them. */
export class Erasing {
  constructor(
    private readonly erasures: Erasures,
    private readonly records: readonly PersonalRecords[],
  ) {}

  /** False where one of them is not as it was read: then no one is erased. */
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

/** Erases whatever a password opens, and counts wrong ones as sign-in does. */
export class EraseOwnAccountHandler implements CommandHandler<EraseOwnAccount> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly tries: Pick<ChargedTries, 'situationAgain'>;
      readonly passwords: PasswordCheck;
      readonly erasing: Erasing;
    },
  ) {}

  async execute(command: EraseOwnAccount, context: CommandContext): Promise<ResultOf<EraseOwnAccount>> {
    const { policy } = await this.ports.applications.get(context.application);
    const turn = { application: context.application, priority: 'sign-in' } as const;
    const checked = await this.ports.passwords.check({ ...command, priority: turn.priority }, context, policy);
    if (!checked.ok) return checked;
    const { key, owner } = checked.value;
    const isClosed = owner?.state === 'suspended';
    await checked.value.right(isClosed ? 'account-suspended' : undefined);
    if (isClosed) return err(refusal('account-suspended'));

    let situation: AddressSituation = checked.value.situation;
    let proven = checked.value.proven;
    return untilSettled(async () => {
      const opened = openedBy(proven, situation);
      if (opened.owner?.state === 'suspended') return err(refusal('account-suspended'));
      const erasure = erasureOf(opened.users, proven);
      if (!erasure) return err(refusal('credentials-invalid'));
      if (await this.ports.erasing.erase(erasure, context)) return ok(null);
      situation = await this.ports.tries.situationAgain(key, policy.codes.activation);
      proven = await this.ports.passwords.provenBy(command.password, turn, situation);
      return 'stale';
    });
  }
}

/** The account where the password is its owner's, or else what is registered. */
function openedBy(proven: ReadonlySet<string>, { owner, unproven }: AddressSituation) {
  return owner && proven.has(owner.passwordHash) ? { owner, users: [owner] } : { owner: null, users: unproven };
}

/** All that the password opens, however costly their hashes were when they were made. Null where that is none. */
function erasureOf(
  users: readonly { readonly id: string; readonly passwordHash: string }[],
  proven: ReadonlySet<string>,
): Erasure | null {
  const opened = users.filter(({ passwordHash }) => proven.has(passwordHash));
  if (opened.length === 0) return null;
  const provenHashes = [...new Set(opened.map(({ passwordHash }) => passwordHash))];
  return { userIds: opened.map(({ id }) => id), provenHashes };
}
