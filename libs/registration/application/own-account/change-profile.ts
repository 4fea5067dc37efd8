import {
  type Clock,
  type CommandContext,
  type CommandHandler,
  err,
  type FieldError,
  type FieldsOf,
  type IdGenerator,
  ok,
  type Result,
  type ResultOf,
  refusal,
  untilSettled,
} from '@gatehouse/kernel';
import type { ChangeProfile } from '../../contract/commands/own-account.js';
import { acceptDetails, changeProfile, type PersonalDetails } from '../../domain/user/personal-details.js';
import { profileChangeFaults } from '../../domain/user/profile-rules.js';
import type { Accounts } from '../ports/accounts.js';
import type { ApplicationDirectory, ApplicationProfile } from '../ports/application-directory.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import { ownAccount } from './own-account.js';

/** Changes the fields that are given, and reports those that differ. */
export class ChangeProfileHandler implements CommandHandler<ChangeProfile> {
  constructor(
    private readonly ports: {
      readonly applications: ApplicationDirectory;
      readonly accounts: Accounts;
      readonly phoneNumbers: PhoneNumbers;
      readonly ids: IdGenerator;
      readonly clock: Clock;
    },
  ) {}

  async faultsIn(fields: FieldsOf<ChangeProfile>, { application }: CommandContext): Promise<readonly FieldError[]> {
    const accepted = this.#accept(fields, await this.ports.applications.get(application));
    return accepted.ok ? [] : accepted.error;
  }

  #accept(
    typed: FieldsOf<ChangeProfile>,
    { policy }: ApplicationProfile,
  ): Result<PersonalDetails, readonly FieldError[]> {
    const details = acceptDetails(typed, (phone) => this.ports.phoneNumbers.parse(phone), this.ports.clock.now());
    const faults = profileChangeFaults(typed, policy);
    return faults.length === 0 ? details : err([...(details.ok ? [] : details.error), ...faults]);
  }

  async execute(command: ChangeProfile, context: CommandContext): Promise<ResultOf<ChangeProfile>> {
    const accepted = this.#accept(command, await this.ports.applications.get(context.application));
    if (!accepted.ok) return err(refusal('validation-failed', { errors: accepted.error }));
    const wished = only(
      accepted.value,
      (field, value) => command[field] !== undefined && !isLeftOut(command[field], value),
    );

    return untilSettled(async () => {
      const account = await ownAccount(this.ports.accounts, context);
      if (!account.ok) return account;
      const { id, version, profile } = account.value;
      const change = changeProfile(this.ports.ids.next(), { id, details: profile }, wished);
      if (!change) return ok(profile);
      const key = { application: context.application, userId: id };
      const changed = await this.ports.accounts.changeProfile({ ...key, ...change, version });
      return changed ? ok(changed) : 'stale';
    });
  }
}

/** What could not be used says nothing; only a null that was sent clears a field. */
const isLeftOut = (typed: unknown, accepted: unknown): boolean => typed !== null && accepted === null;

const only = (details: PersonalDetails, isGiven: (field: keyof PersonalDetails, value: unknown) => boolean) =>
  Object.fromEntries(
    Object.entries(details).filter(([field, value]) => isGiven(field as keyof PersonalDetails, value)),
  ) as Partial<PersonalDetails>;
