import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { VerifyPhone } from '../../contract/commands/verify-phone.js';
import { phoneVerified } from '../../domain/user/account-events.js';
import type { AccountProver } from '../codes/account-prover.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import { closedTo, profileAfter } from './own-account.js';

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
