import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type { DispatchActivationCode } from '../../contract/commands/dispatch-activation-code.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { Codes } from '../ports/codes.js';

/** Opens a code for the moment of sending. Whether the address is taken is settled here, not at sign-up (ADR-0014). */
export class DispatchActivationCodeHandler implements CommandHandler<DispatchActivationCode> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly codes: Codes;
      readonly digits: CodeDigits;
    },
  ) {}

  async execute(
    { codeId, sendTimeoutSeconds, isTriedAnew }: DispatchActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<DispatchActivationCode>> {
    const { policy } = await this.ports.applications.get(application);
    const sending = { sendTimeoutSeconds, isTriedAnew: isTriedAnew ?? false };
    const dispatch = await this.ports.codes.dispatch(application, codeId, sending, policy.codes);
    if (dispatch.kind === 'unknown') return err(refusal('code-unknown'));
    if (dispatch.kind === 'over') return err(refusal('code-over'));
    if (dispatch.kind === 'already-accepted' || dispatch.kind === 'nobody') return ok({ kind: dispatch.kind });

    if (dispatch.kind === 'taken') return ok({ ...dispatch, kind: 'account-exists' });

    const { id: _id, keyId: _keyId, ...said } = dispatch.code;
    return ok({ ...said, kind: 'code', digits: this.ports.digits.of(dispatch.code) });
  }
}
