import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RequestPasswordReset } from '../../contract/commands/request-password-reset.js';
import { issueAddressCode } from '../../domain/code/issue-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { retryOnRequest } from '../codes/retry-on-request.js';
import { emailFault } from '../credentials/field-faults.js';
import type { AnswerPace } from '../ports/answer-pace.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { ProofCodes, RecipientKey } from '../ports/proof-codes.js';

const PURPOSE = 'password-reset';

/**
 * Issues a reset code for an address, whoever has it. Whether it is sent is settled when it would be (ADR-0028). What the
 * database does for one address and another is the same, but not to the last tenth of a millisecond: the answer keeps a pace.
 */
export class RequestPasswordResetHandler implements CommandHandler<RequestPasswordReset> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly proofs: ProofCodes,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
    private readonly pace: AnswerPace,
  ) {}

  execute(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    return this.pace.keep(() => this.#request(command, context));
  }

  async #request(command: RequestPasswordReset, context: CommandContext): Promise<ResultOf<RequestPasswordReset>> {
    const { application, network } = context;
    const email = EmailAddress.parse(command.email);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error)] }));
    const { policy } = await this.applications.get(application);
    const codePolicy = policy.codes[PURPOSE];

    const key: RecipientKey = { application, recipient: email.value.canonical, network };
    const history = await this.proofs.historyOf(key, PURPOSE, codePolicy);
    // A reset is the way out that a warning names: no mail but an earlier reset makes it wait (ADR-0060).
    const retryAfterSeconds = retryOnRequest(history, policy.messages, { gapAfter: history.latestReset });
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));

    const born = { id: this.ids.next(), keyId: this.digits.currentKeyId };
    const { code, event } = issueAddressCode(born, PURPOSE, email.value.canonical, codePolicy, history.wrongTries);
    const next = { code, event: { id: this.ids.next(), ...event } };
    const taken = await this.proofs.issue(key, next, { ...policy.messages, textsPerDay: null }, context);
    return taken ? ok(null) : err(refusal('throttled', { retryAfterSeconds: policy.messages.gapSeconds }));
  }
}
