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
import type { RequestEmailChange, VerifyNewEmail } from '../../contract/commands/own-account.js';
import { purposes } from '../../domain/code/purposes.js';
import { EmailAddress } from '../../domain/email-address.js';
import { emailChanged, emailChangeRequested, issueNotice, UNDO_SECONDS } from '../../domain/user/account-events.js';
import type { AccountProver } from '../codes/account-prover.js';
import type { IssueCode } from '../codes/issue-code.js';
import { emailFault } from '../credentials/field-faults.js';
import type { PasswordCheck } from '../credentials/password-check.js';
import type { Accounts, OwnAccount } from '../ports/accounts.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { NewCode } from '../ports/codes.js';
import type { RecipientKey } from '../ports/message-history.js';
import { closedTo, ownAccount, profileAfter } from './own-account.js';

const PURPOSE = 'email-change';

/** Whether the new address is anybody's is not asked: that is settled when the code is sent (ADR-0014). */
export class RequestEmailChangeHandler implements CommandHandler<RequestEmailChange> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly passwords: PasswordCheck;
      readonly issueCode: IssueCode;
      readonly ids: IdGenerator;
    },
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
    const found = await ownAccount(this.ports.accounts, context);
    if (!found.ok) return found;
    const account = found.value;

    const { policy } = await this.ports.applications.get(application);
    const key: RecipientKey = { application, recipient: email.value.canonical, network, reserveOf: account.id };
    return untilSettled(async () => {
      const proven = await this.ports.passwords.ofAccount(account, currentPassword, context, policy);
      if (!proven.ok) return proven;
      if (email.value.canonical === account.email) return this.#showOtherwise(account, email.value.shown, context);
      const history = await this.ports.issueCode.historyOf(key, PURPOSE, policy);
      const wish = { purpose: PURPOSE, userId: account.id, target: email.value } as const;
      const asked = this.#asked(account.id, proven.value);
      const issued = await this.ports.issueCode.issue({ key, purpose: PURPOSE, wish, asked }, history, policy, context);
      if (!issued.ok) return issued;
      return issued.value === 'issued' ? ok(null) : 'stale';
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
    const event = emailChanged(this.ports.ids.next(), userId, email);
    const key = { application: context.application, userId };
    const isChanged = await this.ports.accounts.changeShownEmail({ ...key, email, version, event }, context);
    return isChanged ? ok(changed) : err(refusal('busy', { retryAfterSeconds: 1 }));
  }

  #asked(userId: string, provenHash: string): NonNullable<NewCode['asked']> {
    const issued = issueNotice(
      { id: this.ports.ids.next(), eventId: this.ports.ids.next() },
      userId,
      purposes[PURPOSE].noticeOfRequest,
    );
    const events = [emailChangeRequested(this.ports.ids.next(), userId), issued.event];
    return { provenHash, notice: issued.notice, events };
  }
}

/** Makes the address that a code was sent to the account's own, and gives the former mailbox the means to undo it. */
export class VerifyNewEmailHandler implements CommandHandler<VerifyNewEmail> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly prover: AccountProver;
      readonly ids: IdGenerator;
    },
  ) {}

  async execute({ code }: VerifyNewEmail, context: CommandContext): Promise<ResultOf<VerifyNewEmail>> {
    const { application, network, actor } = context;
    if (!actor) return err(refusal('account-unknown'));
    const { policy } = await this.ports.applications.get(application);
    const changeId = this.ports.ids.next();
    const proof = await this.ports.prover.prove({
      key: { application, network, userId: actor.userId },
      purpose: PURPOSE,
      typed: code,
      policy,
      closedTo,
      stands: ({ email }, { target }) => email === target,
      effectOf: ({ id: userId }, { target, targetDeliverable }, eventId) => ({
        effect: { kind: 'email-changed', changeId, undoSeconds: UNDO_SECONDS },
        event: emailChanged(eventId, userId, targetDeliverable ?? target),
        changeId,
      }),
    });
    return profileAfter(proof, this.ports.accounts, context);
  }
}
