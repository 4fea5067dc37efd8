import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { ResendPhoneActivationCode } from '../../contract/commands/resend-phone-activation-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { PendingCandidate } from '../../domain/user/user.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { Registrations } from '../ports/registrations.js';
import type { PhoneCodes } from './phone-codes.js';
import { pointlessProof } from './registration-prover.js';

/**
 * Sends another SMS to the phone of a registration. An SMS costs money and goes to a number that only the registration
 * knows, so unlike another mail it takes the password.
 */
export class ResendPhoneActivationCodeHandler implements CommandHandler<ResendPhoneActivationCode> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly phoneCodes: PhoneCodes,
  ) {}

  async execute(
    command: ResendPhoneActivationCode,
    context: CommandContext,
  ): Promise<ResultOf<ResendPhoneActivationCode>> {
    const { application, network } = context;
    const { policy } = await this.applications.get(application);
    const email = EmailAddress.parse(command.email);
    // What is no address is answered, in time too, like an address that nobody has.
    const key = { application, email: email.ok ? email.value.canonical : '', network };
    const situation = await this.registrations.situationOf(key, policy.guessing, policy.codes.phone, 'phone');
    if (!situation.admitted) return err(refusal('throttled', { retryAfterSeconds: situation.retryAfterSeconds }));

    const { owner, unproven } = situation;
    const users = [...(owner ? [owner] : []), ...unproven];
    const hashes = users.map(({ passwordHash }) => passwordHash);
    const matching = await this.hasher.matching(command.password, hashes, 'activation', situation.decoys);
    if (matching.length === 0) {
      await this.registrations.countNetworkFailure(key, policy.guessing);
      return err(refusal('credentials-invalid'));
    }
    await this.registrations.forgetPasswordTries(key);
    const mine = matching.map((index) => users[index] as (typeof users)[number]);
    if (owner && mine.includes(owner)) {
      return err(refusal(owner.state === 'active' ? 'already-active' : 'account-suspended'));
    }
    const registrations = mine as PendingCandidate[];
    const pointless = pointlessProof(registrations, 'phone');
    if (pointless) return err(refusal(pointless));
    const latest = registrations.find((each) => each.phoneRequired && !each.phoneVerified);
    // A phone is required of those alone that name one.
    if (!latest || latest.phone === null) return err(refusal('phone-not-required'));
    return this.phoneCodes.send({ application, network, userId: latest.id, phone: latest.phone }, policy, context);
  }
}
