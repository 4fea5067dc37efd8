import {
  type CommandContext,
  type CommandHandler,
  err,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { CreateAccount } from '../../contract/commands/create-account.js';
import { EmailAddress } from '../../domain/email-address.js';
import type { ApplicationDirectory } from '../ports/application-directory.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { VouchedAccounts } from '../ports/vouched-accounts.js';
import { emailFault } from './field-faults.js';
import type { NewPasswords } from './new-passwords.js';

/** The rules for address and password are those of a sign-up; the proof of the mailbox alone is left out. */
export class CreateAccountHandler implements CommandHandler<CreateAccount> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly accounts: VouchedAccounts,
    private readonly hasher: PasswordHasher,
    private readonly newPasswords: NewPasswords,
    private readonly ids: IdGenerator,
  ) {}

  async execute(command: CreateAccount, context: CommandContext): Promise<ResultOf<CreateAccount>> {
    const { application } = context;
    const { name, policy } = await this.applications.get(application);
    const email = EmailAddress.parse(command.email);
    const owner = { email: command.email, applicationName: name };
    const password = this.newPasswords.accept(command.password, owner, policy.password, '/password');
    if (!email.ok || !password.ok) {
      const errors = [...(email.ok ? [] : [emailFault(email.error)]), ...(password.ok ? [] : [password.error])];
      return err(refusal('validation-failed', { errors }));
    }
    const breach = await this.newPasswords.breachOf(password.value, '/password');
    if (breach) return err(refusal('validation-failed', { errors: [breach] }));

    const passwordHash = await this.hasher.hashForAddress(password.value, application, email.value.canonical);
    const account = {
      id: this.ids.next(),
      email: email.value,
      passwordHash,
      eventIds: { registered: this.ids.next(), activated: this.ids.next() },
    };
    const added = await this.accounts.add(account, context);
    return added ? ok({ userId: account.id }) : err(refusal('email-taken'));
  }
}
