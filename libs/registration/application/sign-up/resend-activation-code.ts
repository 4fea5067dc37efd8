import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import {
  ResendActivationCode,
  type ResendActivationCodeTo,
  type ResendPhoneActivationCode,
} from '../../contract/commands/sign-up.js';
import { activationCodeOf } from '../../domain/code/activation-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { pointlessProof } from '../../domain/user/prove-registration.js';
import { type IssueCode, throttledIfLost } from '../codes/issue-code.js';
import type { PhoneCodes } from '../codes/phone-codes.js';
import { emailFault, redirectFault } from '../credentials/field-faults.js';
import type { PasswordCheck } from '../credentials/password-check.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { AnswerPace } from '../ports/charged-tries.js';
import type { Registrations } from '../ports/registrations.js';
import type { UserViews } from '../ports/standing.js';

/**
 * Issues another code for the latest pending registration of an address, if there is one. That takes longer than finding
 * none, so every answer takes the same time.
 */
export class ResendActivationCodeHandler implements CommandHandler<ResendActivationCode> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly registrations: Pick<Registrations, 'historyOf'>;
      readonly issueCode: IssueCode;
      readonly pace: AnswerPace;
    },
  ) {}

  execute(command: ResendActivationCode, context: CommandContext): Promise<ResultOf<ResendActivationCode>> {
    return this.ports.pace.keep(() => this.#resend(command, context));
  }

  async #resend(command: ResendActivationCode, context: CommandContext): Promise<ResultOf<ResendActivationCode>> {
    const { application, network } = context;
    const email = EmailAddress.parse(command.email);
    const profile = await this.ports.applications.get(application);
    const { policy } = profile;
    const refused = redirectFault(command.redirect, profile);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error), ...refused] }));
    if (refused.length > 0) return err(refusal('validation-failed', { errors: refused }));

    const { canonical } = email.value;
    const history = await this.ports.registrations.historyOf(
      { application, email: canonical, network },
      policy.codes.activation,
    );
    const { latestPending } = history;
    const wish = latestPending && activationCodeOf(latestPending.id, command.redirect);
    const act = latestPending && { act: 'activation-code.resent', subject: latestPending.id };
    const key = { application, recipient: canonical, network };
    const request = { key, purpose: 'activation', wish, ...(act && { act }) } as const;
    return throttledIfLost(await this.ports.issueCode.issue(request, history, policy, context), policy);
  }
}

/** The limits on messages to the address hold for an administrator too; the own network is not what they count by. */
export class ResendActivationCodeToHandler implements CommandHandler<ResendActivationCodeTo> {
  constructor(
    private readonly ports: {
      readonly users: Pick<UserViews, 'byId'>;
      readonly resend: CommandHandler<ResendActivationCode>;
    },
  ) {}

  async execute(
    { userId }: ResendActivationCodeTo,
    context: CommandContext,
  ): Promise<ResultOf<ResendActivationCodeTo>> {
    const user = await this.ports.users.byId({ application: context.application, userId });
    if (user?.state === 'active' || user?.state === 'suspended') return err(refusal('already-active'));
    if (user?.state !== 'pending') return err(refusal('account-unknown'));
    const toTheAddress = Object.assign(new ResendActivationCode(), { email: user.email });
    return this.ports.resend.execute(toTheAddress, { ...context, network: null });
  }
}

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
