import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type ResultOf,
  refusal,
  timeOnceWritten,
} from '@gatehouse/kernel';
import type { RegisterUser } from '../../contract/commands/sign-up.js';
import type { Profile } from '../../contract/read-models/profile.js';
import { activationCodeOf } from '../../domain/code/activation-code.js';
import type { IssuedCode } from '../../domain/code/code.js';
import { EmailAddress } from '../../domain/email-address.js';
import { acceptDetails, type PersonalDetails } from '../../domain/user/personal-details.js';
import { profileFaults } from '../../domain/user/profile-rules.js';
import { acceptTerms, termsFaults } from '../../domain/user/terms.js';
import { registerUser } from '../../domain/user/user.js';
import { type IssueCode, latestRetry } from '../codes/issue-code.js';
import type { PhoneCodes } from '../codes/phone-codes.js';
import { emailFault, phoneUnreachable, redirectFault } from '../credentials/field-faults.js';
import type { NewPasswords } from '../credentials/new-passwords.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import type { AddressHistory } from '../ports/message-history.js';
import type { HashPlace, PasswordHasher } from '../ports/password-hasher.js';
import type { NewRegistration, Registrations } from '../ports/registrations.js';

interface AcceptedInput {
  readonly email: EmailAddress;
  readonly password: string;
  readonly details: PersonalDetails;
  /** The phone that has to be proven beside the mailbox, where the application asks for that. */
  readonly phoneToProve: string | null;
  readonly redirect: string | null;
  readonly acceptedTerms: string | null;
}

/** Writes a pending registration, its codes and its events at once; mail and SMS follow from the events. */
export class RegisterUserHandler implements CommandHandler<RegisterUser> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly registrations: Registrations;
      readonly hasher: PasswordHasher;
      readonly issueCode: IssueCode;
      readonly newPasswords: NewPasswords;
      readonly phoneNumbers: PhoneNumbers;
      readonly phoneCodes: PhoneCodes;
      readonly ids: IdGenerator;
      readonly clock: Clock;
    },
  ) {}

  async execute(command: RegisterUser, context: CommandContext): Promise<ResultOf<RegisterUser>> {
    const { application } = context;
    const profile = await this.ports.applications.get(application);
    const { policy } = profile;
    const input = this.#accept(command, profile);
    if (Array.isArray(input)) return err(refusal('validation-failed', { errors: input }));

    const place = this.ports.hasher.takePlace({ application, priority: 'sign-up' });
    try {
      return await this.#signUp(input, place, policy, context);
    } finally {
      place.leave();
    }
  }

  async #signUp(
    input: AcceptedInput,
    place: HashPlace,
    policy: ApplicationProfile['policy'],
    context: CommandContext,
  ): Promise<ResultOf<RegisterUser>> {
    const { application, network } = context;
    const key = { application, email: input.email.canonical, network };
    const [history, text] = await Promise.all([
      this.ports.registrations.historyOf(key, policy.codes.activation),
      input.phoneToProve === null
        ? null
        : this.ports.phoneCodes.atSignUp({ application, network, recipient: input.phoneToProve }, policy, context),
    ]);
    const retryAfterSeconds = Math.max(latestRetry(history, policy.messages), text?.retryAfterSeconds ?? 0);
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));
    // The only answer that reveals an account, and only if the application has chosen that.
    if (policy.revealExistingAccounts && history.isOwned) {
      const admitted = await this.ports.registrations.countNotice(key, policy.messages);
      return err(admitted ? refusal('email-taken') : refusal('throttled', { retryAfterSeconds: 60 }));
    }

    const breach = await this.ports.newPasswords.breachOf(input.password, '/password');
    if (breach) return err(refusal('validation-failed', { errors: [breach] }));

    const passwordHash = await this.ports.hasher.hashForAddress(input.password, application, key.email, place);
    const registration = this.#register(input, application, passwordHash, history, policy, text);
    const limits = { ...policy.messages, textsPerDay: policy.sms.perDay };
    const { activation, phone } = registration;
    const answer = (createdAt: string) => ({
      profile: pendingProfile(registration, createdAt),
      activation: { ...noticeOf(activation.code), phone: phone ? noticeOf(phone.code) : null },
    });
    context.repeatable?.recordAnswer(answer(timeOnceWritten('createdAt')), registration.user.id);
    const added = await this.ports.registrations.add(registration, network, limits, context);
    if (!added) return err(refusal('throttled', { retryAfterSeconds: policy.messages.gapSeconds }));
    return ok(answer(added.createdAt.toISOString()));
  }

  async faultsIn(fields: FieldsOf<RegisterUser>, { application }: CommandContext): Promise<readonly FieldError[]> {
    const input = this.#accept(fields, await this.ports.applications.get(application));
    return Array.isArray(input) ? input : [];
  }

  /** Of fields that are not there nothing is said: the shape of the command says which have to be. */
  #accept(
    typed: FieldsOf<RegisterUser>,
    { name, policy, redirectTargets }: ApplicationProfile,
  ): AcceptedInput | FieldError[] {
    const email = typed.email === undefined ? null : EmailAddress.parse(typed.email);
    const details = acceptDetails(typed, (phone) => this.ports.phoneNumbers.parse(phone), this.ports.clock.now());
    const owner = { ...typed, email: typed.email ?? '', applicationName: name };
    const password =
      typed.password === undefined
        ? null
        : this.ports.newPasswords.accept(typed.password, owner, policy.password, '/password');
    const phone = this.#phoneToProve(details.ok ? details.value : null, typed, policy);
    const refused = [
      ...profileFaults(typed, policy),
      ...redirectFault(typed.redirect, { redirectTargets }),
      ...termsFaults(typed.acceptedTerms, policy),
    ];
    if (email?.ok && details.ok && password?.ok && phone.fault === null && refused.length === 0) {
      const accepted = { email: email.value, details: details.value, password: password.value };
      const { redirect = null, acceptedTerms = null } = typed;
      return { ...accepted, phoneToProve: phone.toProve, redirect, acceptedTerms };
    }
    return [
      ...(email === null || email.ok ? [] : [emailFault(email.error)]),
      ...(password === null || password.ok ? [] : [password.error]),
      ...(details.ok ? [] : details.error),
      ...(phone.fault === null ? [] : [phone.fault]),
      ...refused,
    ];
  }

  /** A missing or malformed number is reported elsewhere: by the profile rules and the details. */
  #phoneToProve(details: PersonalDetails | null, typed: FieldsOf<RegisterUser>, policy: ApplicationProfile['policy']) {
    if (!policy.requirePhone) return { toProve: null, fault: null };
    if (typed.phone == null) return { toProve: null, fault: null };
    const toProve = details ? details.phone : this.ports.phoneNumbers.parse(typed.phone);
    const unreachable = toProve === null ? null : this.ports.phoneCodes.unreachable(toProve, policy);
    return { toProve, fault: unreachable && phoneUnreachable[unreachable] };
  }

  #register(
    { email, details, redirect, acceptedTerms }: AcceptedInput,
    application: string,
    passwordHash: string,
    history: AddressHistory,
    policy: ApplicationProfile['policy'],
    text: Awaited<ReturnType<PhoneCodes['atSignUp']>> | null,
  ): NewRegistration {
    const userId = this.ports.ids.next();
    const registered = registerUser({ id: userId, application, email, passwordHash, details }, this.ports.ids.next());
    const activation = this.ports.issueCode.next(activationCodeOf(userId, redirect), policy, history);
    const terms = acceptedTerms === null ? null : acceptTerms(this.ports.ids.next(), userId, acceptedTerms);
    return { ...registered, activation, ...(terms && { terms }), ...(text && { phone: text.issue(userId) }) };
  }
}

const noticeOf = ({ digits, lifeSeconds }: IssuedCode) =>
  ({ codeLength: digits, lifeSeconds, delivery: 'queued' }) as const;

/**
 * A pending registration as its owner sees it.
 * @param createdAt RFC 3339
 */
const pendingProfile = ({ user: { id, email, details }, terms }: NewRegistration, createdAt: string): Profile => ({
  id,
  state: 'pending',
  email: email.shown,
  emailVerified: false,
  name: details.name,
  surname: details.surname,
  phone: details.phone,
  phoneVerified: false,
  hobbies: [...details.hobbies],
  birthDate: details.birthDate,
  locale: details.locale,
  acceptedTerms: terms ? { version: terms.data.version, acceptedAt: createdAt } : null,
  createdAt,
  activatedAt: null,
});
