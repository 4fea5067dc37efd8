import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { ResendActivationCode } from '../../contract/commands/resend-activation-code.js';
import { activationCodeOf } from '../../domain/code/activation-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { type IssueCode, throttledIfLost } from '../codes/issue-code.js';
import { emailFault } from '../credentials/field-faults.js';
import type { AnswerPace } from '../ports/answer-pace.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { Registrations } from '../ports/registrations.js';

/**
 * Issues another code for the latest pending registration of an address, if there is one. That takes longer than finding
 * nobody there, so the answer keeps a pace.
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
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error)] }));
    const { policy } = await this.ports.applications.get(application);

    const { canonical } = email.value;
    const history = await this.ports.registrations.historyOf(
      { application, email: canonical, network },
      policy.codes.activation,
    );
    const { latestPending } = history;
    const wish = latestPending && activationCodeOf(latestPending.id);
    const act = latestPending && { act: 'activation-code.resent', subject: latestPending.id };
    const key = { application, recipient: canonical, network };
    const request = { key, purpose: 'activation', wish, ...(act && { act }) } as const;
    return throttledIfLost(await this.ports.issueCode.issue(request, history, policy, context), policy);
  }
}
