import { type CommandContext, type CommandHandler, err, ok, type ResultOf, refusal } from '@gatehouse/kernel';
import type {
  AbandonActivationCode,
  DispatchActivationCode,
  RecordMessageOutcomes,
  StartActivationCode,
} from '../../contract/commands/messages.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits, Codes } from '../ports/codes.js';

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
    { codeId, sendTimeoutSeconds, isRetried }: DispatchActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<DispatchActivationCode>> {
    const { policy, redirectTargets } = await this.ports.applications.get(application);
    const sending = { sendTimeoutSeconds, isRetried: isRetried ?? false };
    const dispatch = await this.ports.codes.dispatch(application, codeId, sending, policy.codes);
    if (dispatch.kind === 'unknown') return err(refusal('code-unknown'));
    if (dispatch.kind === 'over') return err(refusal('code-over'));
    if (dispatch.kind === 'already-accepted' || dispatch.kind === 'nobody') return ok({ kind: dispatch.kind });

    if (dispatch.kind === 'taken') return ok({ ...dispatch, kind: 'account-exists' });

    const { id: _id, keyId: _keyId, ...said } = dispatch.code;
    const digits = this.ports.digits.of(dispatch.code);
    if (!('redirect' in said)) return ok({ ...said, kind: 'code', digits });
    // The application may have taken it off its list since.
    const isAllowed = said.redirect !== null && redirectTargets.includes(said.redirect);
    return ok({ ...said, kind: 'code', digits, redirect: isAllowed ? said.redirect : null });
  }
}

/** The provider has taken the message over: the person's minute begins. */
export class StartActivationCodeHandler implements CommandHandler<StartActivationCode> {
  constructor(private readonly ports: { readonly codes: Codes }) {}

  async execute(
    { codeId, isFollowed }: StartActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<StartActivationCode>> {
    const isKnown = await this.ports.codes.start(application, codeId, isFollowed ?? false);
    return isKnown ? ok(null) : err(refusal('code-unknown'));
  }
}

/** The provider has told more of messages that it had accepted: anyone who waits for news hears of it. */
export class RecordMessageOutcomesHandler implements CommandHandler<RecordMessageOutcomes> {
  constructor(private readonly ports: { readonly codes: Codes }) {}

  async execute(
    { outcomes }: RecordMessageOutcomes,
    { application }: CommandContext,
  ): Promise<ResultOf<RecordMessageOutcomes>> {
    const told = outcomes.map(({ codeId, state, reason = null }) => ({ codeId, state, reason }));
    await this.ports.codes.recordOutcomes(application, told);
    return ok(null);
  }
}

/** The message could not be sent: its status says so, and the person can ask for another. */
export class AbandonActivationCodeHandler implements CommandHandler<AbandonActivationCode> {
  constructor(private readonly ports: { readonly codes: Codes }) {}

  async execute(
    { codeId, reason }: AbandonActivationCode,
    { application }: CommandContext,
  ): Promise<ResultOf<AbandonActivationCode>> {
    return (await this.ports.codes.abandon(application, codeId, reason)) ? ok(null) : err(refusal('code-unknown'));
  }
}
