import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { VerifyNewEmail } from '../../contract/commands/verify-new-email.js';
import { UNDO_SECONDS } from '../../domain/user/email-change.js';
import type { CodeProver, ProofAnswer } from '../codes/code-prover.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import { ownAccount } from './own-account.js';

/** Makes the address that a code was sent to the account's own, and gives the former mailbox the means to undo it. */
export class VerifyNewEmailHandler implements CommandHandler<VerifyNewEmail> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly accounts: Accounts,
    private readonly prover: CodeProver,
    private readonly ids: IdGenerator,
  ) {}

  async execute({ code }: VerifyNewEmail, context: CommandContext): Promise<ResultOf<VerifyNewEmail>> {
    const { application, network, actor } = context;
    if (!actor) return err(refusal('account-unknown'));
    const { policy } = await this.applications.get(application);
    const changeId = this.ids.next();
    const answer = await this.prover.prove({
      key: { application, network, userId: actor.userId },
      purpose: 'email-change',
      typed: code,
      policy,
      admits: ({ state }) => state === 'active',
      stands: ({ email }, { target }) => email === target,
      effectOf: ({ id: userId }, { target, targetDeliverable }) => ({
        effect: { kind: 'email-changed', changeId, undoSeconds: UNDO_SECONDS },
        events: [{ type: 'user.email-changed.v1', data: { userId, email: targetDeliverable ?? target } }],
        notice: 'email-changed',
        changeId,
      }),
    });
    if (answer.kind !== 'repeated') return resultOf(answer);
    const own = await ownAccount(this.accounts, context);
    return own.ok ? ok(own.value.profile) : own;
  }
}

function resultOf(answer: Exclude<ProofAnswer, { kind: 'repeated' }>): ResultOf<VerifyNewEmail> {
  switch (answer.kind) {
    case 'proven':
      return ok(answer.profile);
    case 'nobody':
      return err(refusal(answer.holder?.state === 'suspended' ? 'account-suspended' : 'account-unknown'));
    case 'taken':
      // Somebody else's account has the address by now: nobody is told so, and no code for it was right.
      return err(refusal('code-invalid'));
    case 'refused':
      return err(answer.refusal);
  }
}
