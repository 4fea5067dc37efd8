import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { SendPhoneCode } from '../../contract/commands/send-phone-code.js';
import type { PhoneCodes } from '../codes/phone-codes.js';
import { phoneFault } from '../credentials/field-faults.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import { ownAccount } from './own-account.js';

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
