import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { ResendPhoneActivationCode } from '../../contract/commands/resend-phone-activation-code.js';
import { pointlessProof } from '../../domain/user/prove-registration.js';
import type { PhoneCodes } from '../codes/phone-codes.js';
import type { PasswordCheck } from '../credentials/password-check.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';

/**
 * Sends another SMS to the phone of a registration. An SMS costs money and goes to a number that only the registration
 * knows, so unlike another mail it takes the password.
 */
export class ResendPhoneActivationCodeHandler implements CommandHandler<ResendPhoneActivationCode> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly passwords: PasswordCheck;
      readonly phoneCodes: PhoneCodes;
    },
  ) {}

  async execute(
    command: ResendPhoneActivationCode,
    context: CommandContext,
  ): Promise<ResultOf<ResendPhoneActivationCode>> {
    const { application, network } = context;
    const { policy } = await this.ports.applications.get(application);
    const { email, password } = command;
    const attempt = { email, password, priority: 'activation', proof: 'phone' } as const;
    const checked = await this.ports.passwords.check(attempt, context, policy);
    if (!checked.ok) return checked;
    const { owner, mine } = checked.value;
    await checked.value.right();
    if (owner) return err(refusal(owner.state === 'active' ? 'already-active' : 'account-suspended'));
    const pointless = pointlessProof(mine, 'phone');
    if (pointless) return err(refusal(pointless));
    const latest = mine.find((each) => each.phoneRequired && !each.phoneVerified);
    // A phone is required of those alone that name one.
    if (!latest || latest.phone === null) return err(refusal('phone-not-required'));
    // Anybody can register the address with a password of their own: it is the mailbox that makes somebody its owner.
    const { id: userId, phone, emailVerified: isOwner } = latest;
    return this.ports.phoneCodes.send({ application, network, userId, phone, isOwner }, policy, context);
  }
}
