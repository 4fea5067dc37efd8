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
import type { ChangePassword } from '../../contract/commands/own-account.js';
import { issueNotice, passwordChanged } from '../../domain/user/account-events.js';
import type { NewPasswords } from '../credentials/new-passwords.js';
import type { PasswordCheck } from '../credentials/password-check.js';
import type { Accounts, OwnAccount } from '../ports/accounts.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import { ownAccount } from './own-account.js';

/** Replaces a password that its owner still knows. */
export class ChangePasswordHandler implements CommandHandler<ChangePassword> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly newPasswords: NewPasswords;
      readonly passwords: PasswordCheck;
      readonly hasher: PasswordHasher;
      readonly ids: IdGenerator;
    },
  ) {}

  async faultsIn({ newPassword }: FieldsOf<ChangePassword>, context: CommandContext): Promise<readonly FieldError[]> {
    if (newPassword === undefined) return [];
    const [profile, account] = await Promise.all([
      this.ports.applications.get(context.application),
      ownAccount(this.ports.accounts, context),
    ]);
    const accepted = account.ok ? this.#accept(newPassword, account.value, profile) : account;
    return accepted.ok || !('pointer' in accepted.error) ? [] : [accepted.error];
  }

  #accept(newPassword: string, { profile }: OwnAccount, { name, policy }: Pick<ApplicationProfile, 'name' | 'policy'>) {
    const owner = { ...profile, applicationName: name };
    return this.ports.newPasswords.accept(newPassword, owner, policy.password, '/newPassword');
  }

  async execute(
    { currentPassword, newPassword }: ChangePassword,
    context: CommandContext,
  ): Promise<ResultOf<ChangePassword>> {
    const { application, actor } = context;
    const { name, policy } = await this.ports.applications.get(application);
    const found = await ownAccount(this.ports.accounts, context);
    if (!found.ok) return found;
    const account = found.value;

    const accepted = this.#accept(newPassword, account, { name, policy });
    if (!accepted.ok) return err(refusal('validation-failed', { errors: [accepted.error] }));

    let passwordHash: string | undefined;
    return untilSettled(async () => {
      const proven = await this.ports.passwords.ofAccount(account, currentPassword, context, policy);
      if (!proven.ok) return proven;
      if (passwordHash === undefined) {
        const breach = await this.ports.newPasswords.breachOf(accepted.value, '/newPassword');
        if (breach) return err(refusal('validation-failed', { errors: [breach] }));
        passwordHash = await this.ports.hasher.hashForAddress(accepted.value, application, account.email, 'sign-in');
      }
      const issued = issueNotice(
        { id: this.ports.ids.next(), eventId: this.ports.ids.next() },
        account.id,
        'password-changed',
      );
      const changed = await this.ports.accounts.changePassword({
        application,
        userId: account.id,
        provenHash: proven.value,
        passwordHash,
        event: passwordChanged(this.ports.ids.next(), account.id, actor?.sessionId ?? null),
        notice: issued.notice,
        noticeEvent: issued.event,
      });
      if (changed) return ok(null);
      // The hash was written by somebody else: at another cost of the same password, or of another password.
      const again = await ownAccount(this.ports.accounts, context);
      return again.ok ? 'stale' : again;
    });
  }
}
