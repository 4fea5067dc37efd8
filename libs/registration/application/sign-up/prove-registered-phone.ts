import type { CommandContext, CommandHandler, ResultOf } from '@gatehouse/kernel';
import type { ProveRegisteredPhone } from '../../contract/commands/prove-registered-phone.js';
import type { RegistrationProver } from '../codes/registration-prover.js';

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
