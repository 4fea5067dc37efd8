import { type CommandContext, type CommandHandler, err, type ResultOf, refusal } from '@gatehouse/kernel';
import type { RequestPasswordReset } from '../../contract/commands/request-password-reset.js';
import { EmailAddress } from '../../domain/email-address.js';
import { type IssueCode, throttledIfLost } from '../codes/issue-code.js';
import { emailFault } from '../credentials/field-faults.js';
import type { AnswerPace } from '../ports/answer-pace.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';

const PURPOSE = 'password-reset';

/**
 * Issues a reset code for an address, of whomever it is. Whether it is sent is settled when it would be (ADR-0028). What the
 * database does for one address and another is the same, but not to the last tenth of a millisecond: the answer keeps a pace.
 */
export class RequestPasswordResetHandler implements CommandHandler<RequestPasswordReset> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly issueCode: IssueCode;
      readonly pace: AnswerPace;
    },
  ) {}

  execute(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    return this.ports.pace.keep(() => this.#request(command, context));
  }

  async #request(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    const { application, network } = context;
    const email = EmailAddress.parse(command.email);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error)] }));
    const { policy } = await this.ports.applications.get(application);

    const { canonical } = email.value;
    const key = { application, recipient: canonical, network };
    const history = await this.ports.issueCode.historyOf(key, PURPOSE, policy);
    const wish = { purpose: PURPOSE, target: { canonical } } as const;
    const issued = await this.ports.issueCode.issue({ key, purpose: PURPOSE, wish }, history, policy, context);
    return throttledIfLost(issued, policy);
  }
}
