import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  ok,
  type Refusal,
  type Result,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RequestPasswordReset, ResetPassword } from '../../contract/commands/recovery.js';
import { EmailAddress } from '../../domain/email-address.js';
import { normalizePassword } from '../../domain/password.js';
import { passwordReset } from '../../domain/user/account-events.js';
import type { AccountProver, ProvenFacts } from '../codes/account-prover.js';
import { type IssueCode, throttledIfLost } from '../codes/issue-code.js';
import { emailFault, redirectFault } from '../credentials/field-faults.js';
import type { NewPasswords } from '../credentials/new-passwords.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { AddressKey, AnswerPace, ChargedTries } from '../ports/charged-tries.js';
import type { Holder } from '../ports/codes.js';
import type { HashPlace, PasswordHasher } from '../ports/password-hasher.js';

const PURPOSE = 'password-reset';

/**
 * Issues a reset code for an address, with or without an account. Whether it is sent is settled when it would be (ADR-0028). What the
 * database does for one address and another is the same, but not to the last tenth of a millisecond: the answer keeps a pace.
 */
export class RequestPasswordResetHandler implements CommandHandler<RequestPasswordReset> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly issueCode: IssueCode;
      readonly pace: AnswerPace;
    },
  ) {}

  execute(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    return this.ports.pace.keep(() => this.#request(command, context));
  }

  async #request(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    const { application, network } = context;
    const email = EmailAddress.parse(command.email);
    const profile = await this.ports.applications.get(application);
    const { policy } = profile;
    const refused = redirectFault(command.redirect, profile);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error), ...refused] }));
    if (refused.length > 0) return err(refusal('validation-failed', { errors: refused }));

    const { canonical } = email.value;
    const key = { application, recipient: canonical, network };
    const history = await this.ports.issueCode.historyOf(key, PURPOSE, policy);
    const wish = { purpose: PURPOSE, target: { canonical }, redirect: command.redirect ?? null } as const;
    const issued = await this.ports.issueCode.issue({ key, purpose: PURPOSE, wish }, history, policy, context);
    return throttledIfLost(issued, policy);
  }
}

interface Replacement {
  readonly holder: Holder;
  readonly command: ResetPassword;
  readonly profile: ApplicationProfile;
  readonly place: HashPlace;
  /** By address: what was computed for an earlier attempt to write. */
  readonly hashes: Map<string, string>;
}

/**
 * Replaces a password that its owner has forgotten. What is asked of an address is the same with and without an account; to charge a
 * code that is there takes longer than to find none, so the answer keeps a pace.
 */
export class ResetPasswordHandler implements CommandHandler<ResetPassword> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly tries: Pick<ChargedTries, 'chargePassword'>;
      readonly newPasswords: NewPasswords;
      readonly hasher: PasswordHasher;
      readonly prover: AccountProver;
      readonly pace: AnswerPace;
    },
  ) {}

  async faultsIn(fields: FieldsOf<ResetPassword>, { application }: CommandContext): Promise<readonly FieldError[]> {
    const input = this.#accept(fields, await this.ports.applications.get(application));
    return input.ok ? [] : input.error;
  }

  execute(command: ResetPassword, context: CommandContext): Promise<ResultOf<ResetPassword>> {
    return this.ports.pace.keep(() => this.#reset(command, context));
  }

  async #reset(command: ResetPassword, { application, network }: CommandContext): Promise<ResultOf<ResetPassword>> {
    const profile = await this.ports.applications.get(application);
    const input = this.#accept(command, profile);
    if (!input.ok) return err(refusal('validation-failed', { errors: input.error }));
    if (input.value === null) throw new Error('The shape of the command holds an address');
    const key: AddressKey = { application, email: input.value.canonical, network };

    const place = this.ports.hasher.takePlace({ application, priority: 'sign-in' });
    try {
      return await this.#prove(command, key, profile, place);
    } finally {
      place.leave();
    }
  }

  async #prove(
    command: ResetPassword,
    key: AddressKey,
    profile: ApplicationProfile,
    place: HashPlace,
  ): Promise<ResultOf<ResetPassword>> {
    // As at sign-in: only a stranger's network is slowed down at this address.
    const { policy } = profile;
    const situation = await this.ports.tries.chargePassword(key, policy.guessing, policy.codes.activation);
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));

    const hashes = new Map<string, string>();
    const proof = await this.ports.prover.prove({
      key,
      purpose: PURPOSE,
      typed: command.code,
      policy,
      charge: situation.charge,
      effectOf: (holder, _, eventId) => this.#replace({ holder, command, profile, place, hashes }, eventId),
      stands: (holder) => this.#isCurrent(holder, command.newPassword, place),
    });
    return proof.ok ? ok(null) : proof;
  }

  /** What can be said of any address: nothing of the account that may stand behind it, not even a name. */
  #accept(
    { email: typed, newPassword }: FieldsOf<ResetPassword>,
    { name, policy }: ApplicationProfile,
  ): Result<EmailAddress | null, readonly FieldError[]> {
    const email = typed === undefined ? null : EmailAddress.parse(typed);
    const owner = { email: typed ?? '', applicationName: name };
    const password =
      newPassword === undefined
        ? null
        : this.ports.newPasswords.accept(newPassword, owner, policy.password, '/newPassword');
    const faults: readonly FieldError[] = [
      ...(email === null || email.ok ? [] : [emailFault(email.error)]),
      ...(password === null || password.ok ? [] : [password.error]),
    ];
    return faults.length > 0 ? err(faults) : ok(email?.ok ? email.value : null);
  }

  /** All passwords of an address share their salt, so the same password has the same hash (ADR-0012). */
  async #isCurrent(holder: Holder, typed: string, place: HashPlace): Promise<boolean> {
    const password = normalizePassword(typed);
    const hash = await this.ports.hasher.hashForAddress(password, place.application, holder.email, place);
    return hash === holder.passwordHash;
  }

  /** The code was right: now the person's own names count as well, and the hash is worth its time. */
  async #replace(
    { holder, command: { newPassword: typed }, profile: { slug, name, policy }, place, hashes }: Replacement,
    eventId: string,
  ): Promise<Result<ProvenFacts, Refusal<'validation-failed'>>> {
    const owner = { ...holder, applicationName: name };
    const accepted = this.ports.newPasswords.accept(typed, owner, policy.password, '/newPassword');
    if (!accepted.ok) return err(refusal('validation-failed', { errors: [accepted.error] }));
    const known = hashes.get(holder.email);
    if (known === undefined) {
      const breach = await this.ports.newPasswords.breachOf(accepted.value, '/newPassword');
      if (breach) return err(refusal('validation-failed', { errors: [breach] }));
    }
    const passwordHash = known ?? (await this.ports.hasher.hashForAddress(accepted.value, slug, holder.email, place));
    hashes.set(holder.email, passwordHash);
    return ok({
      effect: { kind: 'password-replaced', passwordHash },
      event: passwordReset(eventId, holder.id, holder.credentialsVersion + 1),
    });
  }
}
