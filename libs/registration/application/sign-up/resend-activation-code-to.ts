import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import { ResendActivationCode } from '../../contract/commands/resend-activation-code.js';
import type { ResendActivationCodeTo } from '../../contract/commands/resend-activation-code-to.js';
import type { UserViews } from '../ports/user-views.js';

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
