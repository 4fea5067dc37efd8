import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { EraseOwnAccount } from '../../contract/commands/erase-own-account.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { Erasure } from '../ports/erasures.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { ActivationSituation, Registrations } from '../ports/registrations.js';
import type { Erasing } from './erasing.js';

type Situation = Pick<Extract<ActivationSituation, { admitted: true }>, 'owner' | 'unproven' | 'decoys'>;

/** The password's hash may be renewed, or a registration activated, between look and statement. */
const MAX_READS = 4;

/** Erases whatever a password opens, and counts wrong ones as sign-in does. */
export class EraseOwnAccountHandler implements CommandHandler<EraseOwnAccount> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly erasing: Erasing,
  ) {}

  async execute(command: EraseOwnAccount, context: CommandContext): Promise<ResultOf<EraseOwnAccount>> {
    const { application, network } = context;
    const { policy } = await this.applications.get(application);
    const email = EmailAddress.parse(command.email);
    // What is no address is answered, in time too, like an address that nobody has.
    const key = { application, email: email.ok ? email.value.canonical : '', network };

    const first = await this.registrations.situationOf(key, policy.guessing, policy.code);
    if (!first.admitted) return err(refusal('throttled', { retryAfterSeconds: first.retryAfterSeconds }));

    let situation: Situation = first;
    for (let read = 1; read <= MAX_READS; read += 1) {
      const { owner, unproven } = situation;
      const proven = await this.#hashesProven(situation, command.password);
      const opened = owner && proven.has(owner.passwordHash) ? [owner] : unproven;
      const erasure = erasureOf(opened, proven);
      if (!erasure) {
        await this.registrations.countNetworkFailure(key, policy.guessing);
        return err(refusal('credentials-invalid'));
      }
      await this.registrations.forgetPasswordTries(key);
      if (opened !== unproven && owner?.state === 'suspended') return err(refusal('account-suspended'));
      if (await this.erasing.erase(erasure, context)) return ok(null);
      situation = await this.registrations.situationAgain(key, policy.code);
    }
    return err(refusal('busy', { retryAfterSeconds: 1 }));
  }

  /** One computation, whoever the address belongs to. */
  async #hashesProven({ owner, unproven, decoys }: Situation, password: string): Promise<ReadonlySet<string>> {
    const hashes = [...(owner ? [owner] : []), ...unproven].map(({ passwordHash }) => passwordHash);
    const matching = await this.hasher.matching(password, hashes, 'sign-in', decoys);
    return new Set(matching.map((index) => hashes[index] as string));
  }
}

/** Null where the password opens none of them. */
function erasureOf(
  users: readonly { readonly id: string; readonly passwordHash: string }[],
  proven: ReadonlySet<string>,
): Erasure | null {
  const provenHash = users.find(({ passwordHash }) => proven.has(passwordHash))?.passwordHash;
  if (provenHash === undefined) return null;
  const userIds = users.filter(({ passwordHash }) => passwordHash === provenHash).map(({ id }) => id);
  return { userIds, provenHash };
}
