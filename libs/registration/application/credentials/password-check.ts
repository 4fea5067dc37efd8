import { type CommandContext, err, type IdGenerator, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import { EmailAddress } from '../../domain/email-address.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { authenticationFailed, type FailureReason } from '../../domain/user/account-events.js';
import { PURPOSE_OF_PROOF, type RegistrationProof } from '../../domain/user/prove-registration.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { AddressKey, AddressSituation, ChargedTries, ChargedTry, Settlement } from '../ports/charged-tries.js';
import type { HashPlace, HashPriority, HashTurn, PasswordHasher } from '../ports/password-hasher.js';

interface PasswordAttempt {
  /** As typed: what is no address is answered, in time too, like an address without an account. */
  readonly email: string;
  readonly password: string;
  readonly priority: HashPriority;
  /** The proof whose codes are read as well; the mailbox by default. */
  readonly proof?: RegistrationProof;
}

type Caller = Pick<CommandContext, 'application' | 'network'>;

/** Every password that somebody types is checked here: once there is room for its hash, it is charged, compared and settled. */
export class PasswordCheck {
  constructor(
    private readonly tries: Pick<ChargedTries, 'chargePassword' | 'settle'>,
    private readonly hasher: PasswordHasher,
    private readonly ids: IdGenerator,
  ) {}

  /** Answers what the password opens: an account, or registrations. It is for the caller to settle. */
  async check(
    attempt: PasswordAttempt,
    caller: Caller,
    policy: RegistrationPolicy,
  ): Promise<Result<CheckedPassword, Refusal<'throttled' | 'credentials-invalid'>>> {
    const charged = await this.#charge(attempt, caller, policy);
    if (!charged.ok) return charged;
    const { owner, mine } = charged.value;
    if (owner || mine.length > 0) return charged;
    await charged.value.failed('password-wrong');
    return err(refusal('credentials-invalid'));
  }

  /**
   * Asks a signed-in person for the password again. Wrong ones count and delay as they do at sign-in. Answers the hash that
   * the password belongs to: the guard of what is written next.
   */
  async ofAccount(
    account: { readonly id: string; readonly email: string },
    password: string,
    caller: Caller,
    policy: RegistrationPolicy,
  ): Promise<Result<string, Refusal<'password-wrong' | 'throttled'>>> {
    const charged = await this.#charge({ email: account.email, password, priority: 'sign-in' }, caller, policy);
    if (!charged.ok) return charged;
    const { owner } = charged.value;
    if (owner?.id !== account.id) {
      await charged.value.failed('password-wrong');
      return err(refusal('password-wrong'));
    }
    await charged.value.right();
    return ok(owner.passwordHash);
  }

  async #charge(
    attempt: PasswordAttempt,
    { application, network }: Caller,
    policy: RegistrationPolicy,
  ): Promise<Result<CheckedPassword, Refusal<'throttled'>>> {
    const email = EmailAddress.parse(attempt.email);
    const key = { application, email: email.ok ? email.value.canonical : '', network };
    const { proof = 'email' } = attempt;
    const codePolicy = policy.codes[PURPOSE_OF_PROOF[proof]];
    const place = this.hasher.takePlace({ application, priority: attempt.priority });
    try {
      const situation = await this.tries.chargePassword(key, policy.guessing, codePolicy, proof);
      if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));
      const proven = await this.#proven(attempt.password, key, situation, place);
      return ok(new CheckedPassword(this.tries, this.ids, key, situation, proven));
    } finally {
      place.leave();
    }
  }

  async #proven(
    password: string,
    key: AddressKey,
    situation: AddressSituation & { readonly charge: ChargedTry },
    place: HashPlace,
  ): Promise<ReadonlySet<string>> {
    try {
      return await this.provenBy(password, place, situation);
    } catch (error) {
      // Nothing was compared, because it broke, or its hashes cost more than the place and too many wait: no failed try.
      await this.tries.settle(key, situation.charge, { password: 'give-back', network: 'give-back' });
      throw error;
    }
  }

  /** The hashes that the password belongs to. One computation, whether or not the address has an account. */
  async provenBy(
    password: string,
    turn: HashTurn,
    { owner, unproven, decoys }: Pick<AddressSituation, 'owner' | 'unproven' | 'decoys'>,
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
export class CheckedPassword {
  constructor(
    private readonly tries: Pick<ChargedTries, 'settle'>,
    private readonly ids: IdGenerator,
    readonly key: AddressKey,
    readonly situation: AddressSituation & { readonly charge: ChargedTry },
    readonly proven: ReadonlySet<string>,
  ) {}

  /** The account, if the password is its owner's. */
  get owner(): AddressSituation['owner'] {
    return this.opens(this.situation).owner;
  }

  /** Registrations that the password belongs to. */
  get mine(): readonly PendingCandidate[] {
    return this.opens(this.situation).mine;
  }

  /** What the password opens of an address that was read again. */
  opens({ owner, unproven }: Pick<AddressSituation, 'owner' | 'unproven'>) {
    return {
      owner: owner && this.proven.has(owner.passwordHash) ? owner : null,
      mine: unproven.filter(({ passwordHash }) => this.proven.has(passwordHash)),
    };
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
    return this.tries.settle(key, situation.charge, { ...settlement, ...failure });
  }
}
