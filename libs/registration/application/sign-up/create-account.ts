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
} from '@gatehouse/kernel';
import type { CreateAccount } from '../../contract/commands/sign-up.js';
import { EmailAddress } from '../../domain/email-address.js';
import { supersededBy } from '../../domain/user/prove-registration.js';
import { vouchForUser } from '../../domain/user/user.js';
import { emailFault } from '../credentials/field-faults.js';
import type { NewPasswords } from '../credentials/new-passwords.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { HashPlace, PasswordHasher } from '../ports/password-hasher.js';
import type { VouchedAccounts } from '../ports/registrations.js';

/** The rules for address and password are those of a sign-up; the proof of the mailbox alone is left out. */
export class CreateAccountHandler implements CommandHandler<CreateAccount> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: VouchedAccounts;
      readonly hasher: PasswordHasher;
      readonly newPasswords: NewPasswords;
      readonly ids: IdGenerator;
    },
  ) {}

  async faultsIn(fields: FieldsOf<CreateAccount>, { application }: CommandContext): Promise<readonly FieldError[]> {
    const accepted = this.#accept(fields, await this.ports.applications.get(application));
    return Array.isArray(accepted) ? accepted : [];
  }

  #accept(
    { email: typed, password: chosen }: FieldsOf<CreateAccount>,
    { name, policy }: Pick<ApplicationProfile, 'name' | 'policy'>,
  ): { readonly email: EmailAddress; readonly password: string } | FieldError[] {
    const address = typed === undefined ? null : EmailAddress.parse(typed);
    const owner = { email: typed ?? '', applicationName: name };
    const password =
      chosen === undefined ? null : this.ports.newPasswords.accept(chosen, owner, policy.password, '/password');
    if (address?.ok && password?.ok) return { email: address.value, password: password.value };
    return [
      ...(address === null || address.ok ? [] : [emailFault(address.error)]),
      ...(password === null || password.ok ? [] : [password.error]),
    ];
  }

  async execute(command: CreateAccount, context: CommandContext): Promise<ResultOf<CreateAccount>> {
    const { application } = context;
    const input = this.#accept(command, await this.ports.applications.get(application));
    if (Array.isArray(input)) return err(refusal('validation-failed', { errors: input }));
    const place = this.ports.hasher.takePlace({ application, priority: 'sign-up' });
    try {
      return await this.#create(input, place, context);
    } finally {
      place.leave();
    }
  }

  async #create(
    { email, password }: { readonly email: EmailAddress; readonly password: string },
    place: HashPlace,
    context: CommandContext,
  ): Promise<ResultOf<CreateAccount>> {
    const { application } = context;
    const breach = await this.ports.newPasswords.breachOf(password, '/password');
    if (breach) return err(refusal('validation-failed', { errors: [breach] }));

    const passwordHash = await this.ports.hasher.hashForAddress(password, application, email.canonical, place);
    const id = this.ports.ids.next();
    const events = vouchForUser(id, email, { registered: this.ports.ids.next(), activated: this.ports.ids.next() });
    const account = { id, email, passwordHash, events, superseded: supersededBy(id) };
    const added = await this.ports.accounts.add(account, context);
    return added ? ok({ userId: id }) : err(refusal('email-taken'));
  }
}
