import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { ResendActivationCode } from '../../contract/commands/resend-activation-code.js';
import { issueActivationCode } from '../../domain/code/activation-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { CodePolicy } from '../../domain/policy.js';
import { retryOnRequest } from '../codes/retry-on-request.js';
import { emailFault } from '../credentials/field-faults.js';
import type { AnswerPace } from '../ports/answer-pace.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { AddressHistory, Registrations } from '../ports/registrations.js';

/**
 * Issues another code for the latest pending registration of an address, if there is one. That takes longer than finding
 * nobody there, so the answer keeps a pace.
 */
export class ResendActivationCodeHandler implements CommandHandler<ResendActivationCode> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
    private readonly pace: AnswerPace,
  ) {}

  execute(command: ResendActivationCode, context: CommandContext): Promise<ResultOf<ResendActivationCode>> {
    return this.pace.keep(() => this.#resend(command, context));
  }

  async #resend(command: ResendActivationCode, context: CommandContext): Promise<ResultOf<ResendActivationCode>> {
    const { application, network } = context;
    const email = EmailAddress.parse(command.email);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error)] }));
    const { policy } = await this.applications.get(application);

    const key = { application, email: email.value.canonical, network };
    const history = await this.registrations.historyOf(key, policy.codes.activation);
    const retryAfterSeconds = retryOnRequest(history, policy.messages);
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));

    const code = this.#nextCode(history, policy.codes.activation);
    const taken = await this.registrations.addCode(key, code, policy.messages, context);
    return taken ? ok(null) : err(refusal('throttled', { retryAfterSeconds: policy.messages.gapSeconds }));
  }

  #nextCode({ latestPending, wrongTries }: AddressHistory, policy: CodePolicy) {
    if (!latestPending) return null;
    const born = { id: this.ids.next(), keyId: this.digits.currentKeyId };
    const { code, event } = issueActivationCode(born, latestPending.id, policy, wrongTries);
    return { code, event: { id: this.ids.next(), ...event } };
  }
}
