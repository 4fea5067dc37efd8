import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { ActivateUser } from '../../contract/commands/activate-user.js';
import { sharesTries } from '../../domain/activation-code/activation-code.js';
import { judgeTry, type Verdict } from '../../domain/activation-code/judge-try.js';
import { EmailAddress } from '../../domain/email-address.js';
import { normalizePassword } from '../../domain/password.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { ActivationSituation, AddressKey, CodeTryOutcome, Registrations } from '../ports/registrations.js';

type Situation = Extract<ActivationSituation, { admitted: true }>;
type Answer = ResultOf<ActivateUser>;

/** Enough for every loser of a race to read what the winner wrote. */
const MAX_READS = 4;

/** Proves a mailbox: the password tells which pending registration, the code makes it an account. */
export class ActivateUserHandler implements CommandHandler<ActivateUser> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly digits: CodeDigits,
  ) {}

  async execute(command: ActivateUser, { application, network }: CommandContext): Promise<Answer> {
    const { policy } = await this.applications.get(application);
    const email = EmailAddress.parse(command.email);
    // What is no address is answered, in time too, like an address that nobody has.
    const key = { application, email: email.ok ? email.value.canonical : '', network };

    let situation: ActivationSituation = await this.registrations.situationOf(key, policy.guessing, policy.code);
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));

    const proven = await this.#passwordsProven(situation, command.password);
    for (let read = 1; read <= MAX_READS; read++) {
      const answer = await this.#decide(situation, proven, command.code, key, policy);
      if (answer !== 'stale') return answer;
      situation = await this.registrations.situationAgain(key, policy.code);
    }
    return err(refusal('busy', { retryAfterSeconds: 1 }));
  }

  /** The hashes that the password belongs to. One computation, whoever the address belongs to. */
  async #passwordsProven({ owner, unproven }: Situation, password: string): Promise<ReadonlySet<string>> {
    const hashes = [...(owner ? [owner] : []), ...unproven].map(({ passwordHash }) => passwordHash);
    const matching = await this.hasher.matching(normalizePassword(password), hashes, 'activation');
    return new Set(matching.map((index) => hashes[index] as string));
  }

  async #decide(
    { owner, unproven, codes, wrongTries, now }: Situation,
    proven: ReadonlySet<string>,
    typed: string,
    key: AddressKey,
    policy: RegistrationPolicy,
  ): Promise<Answer | 'stale'> {
    if (owner && proven.has(owner.passwordHash)) {
      await this.registrations.forgetPasswordTries(key);
      return err(refusal(owner.state === 'active' ? 'already-active' : 'account-suspended'));
    }
    const mine = unproven.filter(({ passwordHash }) => proven.has(passwordHash));
    if (mine.length === 0) return this.#refuseCredentials(key, policy);

    const owners = new Map(mine.map((user) => [user.id, user]));
    const candidates = codes.filter(({ userId, keyId }) => owners.has(userId ?? '') && this.digits.knows(keyId));
    const judged = judgeTry(typed, candidates, wrongTries, policy.code, (code) => this.digits.of(code), now);
    // Whoever registers an address that has an owner gets the answers that a free one gives, and never the account.
    const verdict: Verdict = owner && judged.kind === 'right' ? { kind: 'wrong', charge: judged.charge } : judged;
    const outcome = await this.#write(verdict, owners, key, policy);
    if (outcome.kind === 'stale') return 'stale';
    if (outcome.kind === 'activated') return ok(outcome.profile);
    await this.registrations.forgetPasswordTries(key);
    return this.#refuseCode(verdict, key, policy);
  }

  #write(
    verdict: Verdict,
    owners: ReadonlyMap<string, Situation['unproven'][number]>,
    key: AddressKey,
    policy: RegistrationPolicy,
  ): Promise<CodeTryOutcome> | CodeTryOutcome {
    if (verdict.kind === 'exhausted' || verdict.charge.length === 0) return { kind: 'counted' };
    const charge = verdict.charge.map((code) => ({ id: code.id, sharesTries: sharesTries(code, policy.code) }));
    const user = verdict.kind === 'right' ? owners.get(verdict.code.userId ?? '') : undefined;
    const winner = verdict.kind === 'right' && user ? { codeId: verdict.code.id, user } : null;
    return this.registrations.tryCode({ key, charge, winner, policy: policy.code });
  }

  async #refuseCredentials(key: AddressKey, policy: RegistrationPolicy): Promise<Answer> {
    await this.registrations.countNetworkFailure(key, policy.guessing);
    return err(refusal('credentials-invalid'));
  }

  async #refuseCode(verdict: Verdict, key: AddressKey, policy: RegistrationPolicy): Promise<Answer> {
    switch (verdict.kind) {
      case 'late':
        return err(refusal('code-expired'));
      case 'exhausted':
        return err(refusal('tries-exhausted', { retryAfterSeconds: policy.messages.gapSeconds }));
      default:
        await this.registrations.countNetworkFailure(key, policy.guessing);
        return err(refusal('code-invalid'));
    }
  }
}
