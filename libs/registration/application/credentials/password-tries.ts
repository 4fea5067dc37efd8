import { type CommandContext, err, type IdGenerator, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import { EmailAddress } from '../../domain/email-address.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { authenticationFailed, type FailureReason } from '../../domain/user/failed-authentication.js';
import { PURPOSES, type RegistrationProof } from '../../domain/user/prove-registration.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { ChargedTry, Settlement } from '../ports/charged-tries.js';
import type { HashPriority, HashTurn, PasswordHasher } from '../ports/password-hasher.js';
import type { ActivationSituation, AddressKey, Registrations } from '../ports/registrations.js';

export type Situation = Extract<ActivationSituation, { admitted: true }>;

export interface PasswordAttempt {
  /** As typed: what is no address is answered, in time too, like an address that nobody has. */
  readonly email: string;
  readonly password: string;
  readonly priority: HashPriority;
  /** The proof whose codes are read as well; the mailbox by default. */
  readonly proof?: RegistrationProof;
}

/** Every password that somebody types is tried here: charged first, then compared, then settled. */
export class PasswordTries {
  constructor(
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly ids: IdGenerator,
  ) {}

  async charge(
    attempt: PasswordAttempt,
    { application, network }: Pick<CommandContext, 'application' | 'network'>,
    policy: RegistrationPolicy,
  ): Promise<Result<PasswordTry, Refusal<'throttled'>>> {
    const email = EmailAddress.parse(attempt.email);
    const key = { application, email: email.ok ? email.value.canonical : '', network };
    const { proof = 'email' } = attempt;
    const codePolicy = policy.codes[PURPOSES[proof]];
    const situation = await this.registrations.situationOf(key, policy.guessing, codePolicy, proof);
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));
    try {
      const proven = await this.provenBy({ ...attempt, application }, situation);
      return ok(new PasswordTry(this.registrations, this.ids, key, situation, proven));
    } catch (error) {
      // Nothing was compared, because too many wait or because it broke: that is nobody's failure.
      await this.registrations.settle(key, situation.charge, { password: 'give-back', network: 'give-back' });
      throw error;
    }
  }

  /** The hashes that the password belongs to. One computation, whoever the address belongs to. */
  async provenBy(
    { password, ...turn }: Pick<PasswordAttempt, 'password'> & HashTurn,
    { owner, unproven, decoys }: Pick<Situation, 'owner' | 'unproven' | 'decoys'>,
  ): Promise<ReadonlySet<string>> {
    const hashes = [...(owner ? [owner] : []), ...unproven].map(({ passwordHash }) => passwordHash);
    const matching = await this.hasher.matching(password, hashes, turn, decoys);
    return new Set(matching.map((index) => hashes[index] as string));
  }
}

/**
 * A password that was charged and compared. Exactly one of `right` and `failed` settles it. Only the owner's password ends
 * what was counted: anybody can register an address with a password of their own, and prove that one between guesses.
 */
export class PasswordTry {
  constructor(
    private readonly registrations: Pick<Registrations, 'settle'>,
    private readonly ids: IdGenerator,
    readonly key: AddressKey,
    readonly situation: Situation & { readonly charge: ChargedTry },
    readonly proven: ReadonlySet<string>,
  ) {}

  /** The account, if the password is its owner's. */
  get owner(): Situation['owner'] {
    const { owner } = this.situation;
    return owner && this.proven.has(owner.passwordHash) ? owner : null;
  }

  /** Registrations that the password belongs to. */
  get mine(): readonly PendingCandidate[] {
    return this.situation.unproven.filter(({ passwordHash }) => this.proven.has(passwordHash));
  }

  /** @param reason why it opens nothing all the same */
  right(reason?: FailureReason): Promise<void> {
    return this.#settle({ password: this.owner ? 'forget' : 'give-back', network: 'give-back' }, reason);
  }

  /** A wrong password; or, where that was right, a wrong code. */
  failed(reason: 'password-wrong' | 'code-wrong'): Promise<void> {
    const password = reason === 'password-wrong' ? 'keep' : this.owner ? 'forget' : 'give-back';
    return this.#settle({ password, network: 'keep' }, reason);
  }

  #settle(settlement: Settlement, reason: FailureReason | undefined): Promise<void> {
    const { key, situation } = this;
    const userId = (this.owner ?? this.mine[0] ?? situation.owner ?? situation.unproven[0])?.id ?? null;
    const failure = reason && { event: authenticationFailed(this.ids.next(), userId, key.network, reason) };
    return this.registrations.settle(key, situation.charge, { ...settlement, ...failure });
  }
}
