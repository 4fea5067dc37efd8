import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { VerifyPhone } from '../../contract/commands/verify-phone.js';
import type { CodeProver, ProofAnswer } from '../codes/code-prover.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import { ownAccount } from './own-account.js';

/** Makes the number that a code was sent to the account's verified phone. */
export class VerifyPhoneHandler implements CommandHandler<VerifyPhone> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly accounts: Accounts,
    private readonly prover: CodeProver,
  ) {}

  async execute({ code }: VerifyPhone, context: CommandContext): Promise<ResultOf<VerifyPhone>> {
    const { application, network, actor } = context;
    if (!actor) return err(refusal('account-unknown'));
    const { policy } = await this.applications.get(application);
    const answer = await this.prover.prove({
      key: { application, network, userId: actor.userId },
      purpose: 'phone',
      typed: code,
      policy,
      admits: ({ state }) => state === 'active',
      stands: ({ phone, phoneVerified }, { target }) => phoneVerified && phone === target,
      effectOf: ({ id: userId }) => ({
        effect: { kind: 'phone-verified' },
        events: [{ type: 'user.phone-verified.v1', data: { userId } }],
      }),
    });
    if (answer.kind !== 'repeated') return resultOf(answer);
    const own = await ownAccount(this.accounts, context);
    return own.ok ? ok(own.value.profile) : own;
  }
}

function resultOf(answer: Exclude<ProofAnswer, { kind: 'repeated' }>): ResultOf<VerifyPhone> {
  switch (answer.kind) {
    case 'proven':
      return ok(answer.profile);
    case 'nobody':
      return err(refusal(answer.holder?.state === 'suspended' ? 'account-suspended' : 'account-unknown'));
    case 'refused':
      return err(answer.refusal);
    case 'taken':
      throw new Error('A phone number belongs to no single account');
  }
}
