import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { SendPhoneCode, VerifyPhone } from '../../contract/commands/own-account.js';
import { phoneVerified } from '../../domain/user/account-events.js';
import type { AccountProver } from '../codes/account-prover.js';
import type { PhoneCodes } from '../codes/phone-codes.js';
import { phoneFault } from '../credentials/field-faults.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import { closedTo, ownAccount, profileAfter } from './own-account.js';

/** Sends a code to a phone. A number that is given replaces the profile's only when it is proven (ADR-0026). */
export class SendPhoneCodeHandler implements CommandHandler<SendPhoneCode> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly phoneNumbers: PhoneNumbers;
      readonly phoneCodes: PhoneCodes;
    },
  ) {}

  async execute({ phone: typed }: SendPhoneCode, context: CommandContext): Promise<ResultOf<SendPhoneCode>> {
    const { application, network } = context;
    const given = typed == null ? null : this.ports.phoneNumbers.parse(typed);
    if (typed != null && given === null) return err(refusal('validation-failed', { errors: [phoneFault] }));

    const found = await ownAccount(this.ports.accounts, context);
    if (!found.ok) return found;
    const { id: userId, profile } = found.value;
    const phone = given ?? profile.phone;
    if (phone === null) return err(refusal('phone-missing'));
    if (phone === profile.phone && profile.phoneVerified) return err(refusal('phone-already-verified'));

    const { policy } = await this.ports.applications.get(application);
    return this.ports.phoneCodes.send({ application, network, userId, phone, isOwner: true }, policy, context);
  }
}

/** Makes the number that a code was sent to the account's verified phone. */
export class VerifyPhoneHandler implements CommandHandler<VerifyPhone> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly prover: AccountProver;
    },
  ) {}

  async execute({ code }: VerifyPhone, context: CommandContext): Promise<ResultOf<VerifyPhone>> {
    const { application, network, actor } = context;
    if (!actor) return err(refusal('account-unknown'));
    const { policy } = await this.ports.applications.get(application);
    const proof = await this.ports.prover.prove({
      key: { application, network, userId: actor.userId },
      purpose: 'phone',
      typed: code,
      policy,
      closedTo,
      stands: ({ phone, phoneVerified }, { target }) => phoneVerified && phone === target,
      effectOf: ({ id: userId }, _, eventId) => ({
        effect: { kind: 'phone-verified' },
        event: phoneVerified(eventId, userId),
      }),
    });
    return profileAfter(proof, this.ports.accounts, context);
  }
}
