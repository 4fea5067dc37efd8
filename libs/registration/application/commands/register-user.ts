import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
} from '@gatehouse/kernel';
import type { RegisterUser } from '../../contract/commands/register-user.js';
import { issueCode } from '../../domain/activation-code/issue-code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { acceptDetails, type PersonalDetails } from '../../domain/user/personal-details.js';
import { registerUser } from '../../domain/user/user.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import type { PasswordHasher } from '../ports/password-hasher.js';
import type { AddressHistory, Registrations } from '../ports/registrations.js';
import { emailFault } from './field-faults.js';
import { latestRetry } from './latest-retry.js';
import type { NewPasswords } from './new-passwords.js';
import { pendingProfile } from './pending-profile.js';

interface AcceptedInput {
  readonly email: EmailAddress;
  readonly password: string;
  readonly details: PersonalDetails;
}

/** Writes a pending registration, its code and its events at once; the mail follows from the events. */
export class RegisterUserHandler implements CommandHandler<RegisterUser> {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly registrations: Registrations,
    private readonly hasher: PasswordHasher,
    private readonly digits: CodeDigits,
    private readonly newPasswords: NewPasswords,
    private readonly phoneNumbers: PhoneNumbers,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  async execute(command: RegisterUser, { application, network }: CommandContext): Promise<ResultOf<RegisterUser>> {
    const { name, policy } = await this.applications.get(application);
    const input = this.#accept(command, { slug: application, name, policy });
    if (Array.isArray(input)) return err(refusal('validation-failed', { errors: input }));

    const key = { application, email: input.email.canonical, network };
    const history = await this.registrations.historyOf(key, policy.code);
    const retryAfterSeconds = latestRetry(history, policy.messages);
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));

    const breach = await this.newPasswords.breachOf(input.password, '/password');
    if (breach) return err(refusal('validation-failed', { errors: [breach] }));

    const passwordHash = await this.hasher.hashForAddress(input.password, application, key.email);
    const registration = this.#register(input, application, passwordHash, history, policy);
    const added = await this.registrations.add(registration, network, policy.messages);
    if (!added) return err(refusal('throttled', { retryAfterSeconds: policy.messages.gapSeconds }));

    const { user, code } = registration;
    return ok({
      profile: pendingProfile(user, added.createdAt),
      activation: { codeLength: code.digits, lifeSeconds: code.lifeSeconds, delivery: 'queued' },
    });
  }

  #accept(command: RegisterUser, application: ApplicationProfile): AcceptedInput | FieldError[] {
    const email = EmailAddress.parse(command.email);
    const details = acceptDetails(command, (typed) => this.phoneNumbers.parse(typed), this.clock.now());
    const owner = { ...command, applicationName: application.name };
    const password = this.newPasswords.accept(command.password, owner, application.policy.password, '/password');
    if (email.ok && details.ok && password.ok) {
      return { email: email.value, details: details.value, password: password.value };
    }
    return [
      ...(email.ok ? [] : [emailFault(email.error)]),
      ...(password.ok ? [] : [password.error]),
      ...(details.ok ? [] : details.error),
    ];
  }

  #register(
    { email, details }: AcceptedInput,
    application: string,
    passwordHash: string,
    history: AddressHistory,
    policy: ApplicationProfile['policy'],
  ) {
    const registered = registerUser({ id: this.ids.next(), application, email, passwordHash, details });
    const issued = issueCode(
      { id: this.ids.next(), keyId: this.digits.currentKeyId },
      registered.user.id,
      { purpose: 'activation' },
      policy.code,
      history.wrongTries,
    );
    return {
      user: registered.user,
      code: issued.code,
      events: [registered.event, issued.event].map((event) => ({ id: this.ids.next(), ...event })),
    };
  }
}
