import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { DispatchActivationCode } from '../../contract/commands/dispatch-activation-code.js';
import type { ActivationCodes } from '../ports/activation-codes.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';

/** Opens a code for the moment of sending. Whether the address is taken is settled here, not at sign-up (ADR-0014). */
export class DispatchActivationCodeHandler implements CommandHandler<DispatchActivationCode> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly codes: ActivationCodes,
    private readonly digits: CodeDigits,
  ) {}

  async execute(
    { codeId, sendTimeoutSeconds }: DispatchActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<DispatchActivationCode>> {
    const { policy } = await this.applications.get(application);
    const dispatch = await this.codes.dispatch(application, codeId, sendTimeoutSeconds, policy.code);
    if (dispatch.kind === 'unknown') return err(refusal('code-unknown'));
    if (dispatch.kind === 'over') return err(refusal('code-over'));
    if (dispatch.kind === 'already-accepted') return ok({ kind: 'already-accepted' });

    const { recipient, locale, addressTaken, purpose, number, lifeSeconds } = dispatch.code;
    if (addressTaken) return ok({ kind: 'account-exists', recipient, locale });
    const digits = this.digits.of(dispatch.code);
    return ok({ kind: 'code', purpose, recipient, locale, digits, number, lifeSeconds });
  }
}
