import {
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { RequestEmailChange } from '../../contract/commands/request-email-change.js';
import { issueCode } from '../../domain/code/issue-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { issueNotice } from '../../domain/notice/issue-notice.js';
import { emailChanged } from '../../domain/user/account-events.js';
import { retryOnRequest } from '../codes/retry-on-request.js';
import { emailFault } from '../credentials/field-faults.js';
import type { PasswordProof } from '../credentials/password-proof.js';
import type { Accounts, OwnAccount } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { NewProofCode, ProofCodes, RecipientKey } from '../ports/proof-codes.js';
import { ownAccount } from './own-account.js';

/** Whether the new address is anybody's is not asked: that is settled when the code is sent (ADR-0014). */
export class RequestEmailChangeHandler implements CommandHandler<RequestEmailChange> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly accounts: Accounts,
    private readonly proof: PasswordProof,
    private readonly proofs: ProofCodes,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
  ) {}

  async faultsIn({ newEmail }: FieldsOf<RequestEmailChange>): Promise<readonly FieldError[]> {
    const email = newEmail === undefined ? null : EmailAddress.parse(newEmail);
    return email === null || email.ok ? [] : [emailFault(email.error, '/newEmail')];
  }

  async execute(
    { newEmail, currentPassword }: RequestEmailChange,
    context: CommandContext,
  ): Promise<ResultOf<RequestEmailChange>> {
    const email = EmailAddress.parse(newEmail);
    if (!email.ok) return err(refusal('validation-failed', { errors: [emailFault(email.error, '/newEmail')] }));
    const { application, network } = context;
    const found = await ownAccount(this.accounts, context);
    if (!found.ok) return found;
    const account = found.value;

    const { policy } = await this.applications.get(application);
    const codePolicy = policy.codes['email-change'];
    const key: RecipientKey = { application, recipient: email.value.canonical, network, reserveOf: account.id };
    return untilSettled(async () => {
      const proven = await this.proof.prove(account, currentPassword, context, policy);
      if (!proven.ok) return proven;
      if (email.value.canonical === account.email) return this.#showOtherwise(account, email.value.shown, context);
      const history = await this.proofs.historyOf(key, 'email-change', codePolicy);
      const retryAfterSeconds = retryOnRequest(history, policy.messages);
      if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));

      const born = { id: this.ids.next(), keyId: this.digits.currentKeyId };
      const wish = { purpose: 'email-change', target: email.value } as const;
      const issued = issueCode(born, account.id, wish, codePolicy, history.wrongTries);
      const next = this.#next(account.id, issued, proven.value);
      const limits = { ...policy.messages, textsPerDay: null };
      return (await this.proofs.issue(key, next, limits, context)) ? ok(null) : 'stale';
    });
  }

  async #showOtherwise(
    { id: userId, version, profile }: OwnAccount,
    email: string,
    context: CommandContext,
  ): Promise<ResultOf<RequestEmailChange>> {
    if (email === profile.email) return err(refusal('email-unchanged'));
    const changed = { ...profile, email };
    context.repeatable?.recordAnswer(changed, userId);
    const event = emailChanged(this.ids.next(), userId, email);
    const key = { application: context.application, userId };
    const isChanged = await this.accounts.changeShownEmail({ ...key, email, version, event }, context);
    return isChanged ? ok(changed) : err(refusal('busy', { retryAfterSeconds: 1 }));
  }

  #next(userId: string, { code, event }: ReturnType<typeof issueCode>, provenHash: string): NewProofCode {
    const told = issueNotice(this.ids.next(), userId, 'email-changing');
    const facts = [{ type: 'user.email-change-requested.v1', data: { userId } }, told.event];
    const events = facts.map((fact) => ({ id: this.ids.next(), ...fact }));
    return { code, event: { id: this.ids.next(), ...event }, asked: { provenHash, notice: told.notice, events } };
  }
}
