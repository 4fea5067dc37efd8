import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { VerifyNewEmail } from '../../contract/commands/verify-new-email.js';
import { emailChanged } from '../../domain/user/account-events.js';
import { UNDO_SECONDS } from '../../domain/user/email-change.js';
import type { AccountProver } from '../codes/account-prover.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import { closedTo, profileAfter } from './own-account.js';

/** Makes the address that a code was sent to the account's own, and gives the former mailbox the means to undo it. */
export class VerifyNewEmailHandler implements CommandHandler<VerifyNewEmail> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly prover: AccountProver;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ code }: VerifyNewEmail, context: CommandContext): Promise<ResultOf<VerifyNewEmail>> {
    const { application, network, actor } = context;
    if (!actor) return err(refusal('account-unknown'));
    const { policy } = await this.ports.applications.get(application);
    const changeId = this.ports.ids.next();
    const proof = await this.ports.prover.prove({
      key: { application, network, userId: actor.userId },
      purpose: 'email-change',
      typed: code,
      policy,
      closedTo,
      stands: ({ email }, { target }) => email === target,
      effectOf: ({ id: userId }, { target, targetDeliverable }, eventId) => ({
        effect: { kind: 'email-changed', changeId, undoSeconds: UNDO_SECONDS },
        event: emailChanged(eventId, userId, targetDeliverable ?? target),
        changeId,
      }),
    });
    return profileAfter(proof, this.ports.accounts, context);
  }
}
