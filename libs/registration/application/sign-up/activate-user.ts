import type { CommandContext, CommandHandler, ResultOf } from '@gatehouse/kernel';
import type { ActivateUser, ProveRegisteredPhone } from '../../contract/commands/sign-up.js';
import type { RegistrationProver } from '../codes/registration-prover.js';

/** Proves a mailbox, which makes a registration an account unless its phone has to be proven too. */
export class ActivateUserHandler implements CommandHandler<ActivateUser> {
  constructor(private readonly ports: { readonly prover: RegistrationProver }) {}

  execute({ email, password, code }: ActivateUser, context: CommandContext): Promise<ResultOf<ActivateUser>> {
    return this.ports.prover.prove({ email, password, code, proof: 'email' }, context);
  }
}

/** Proves the phone of a registration, which makes it an account once its mailbox is proven too. */
export class ProveRegisteredPhoneHandler implements CommandHandler<ProveRegisteredPhone> {
  constructor(private readonly ports: { readonly prover: RegistrationProver }) {}

  execute(
    { email, password, code }: ProveRegisteredPhone,
    context: CommandContext,
  ): Promise<ResultOf<ProveRegisteredPhone>> {
    return this.ports.prover.prove({ email, password, code, proof: 'phone' }, context);
  }
}
