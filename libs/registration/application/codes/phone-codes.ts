import { type CommandContext, err, type IdGenerator, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import type { NewlyIssued, Target } from '../../domain/code/code.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import { destinationOf, judgeDestination, type TextDestination } from '../../domain/text-traffic.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import type { CodeHistory, RecipientKey } from '../ports/message-history.js';
import type { TextStops } from '../ports/text-traffic.js';
import { type IssueCode, latestRetry, retryOfTexts, throttledIfLost } from './issue-code.js';

type UnreachablePhone = 'phone-country-refused' | 'phone-type-refused';

interface PhoneToProve {
  readonly application: string;
  readonly network: string | null;
  readonly userId: string;
  /** E.164. */
  readonly phone: string;
  /** By a session or a password, the caller has proven to be the owner: of the account, or of the registration's mailbox. */
  readonly isOwner: boolean;
}

/** Issues codes by SMS, to numbers that the application sends messages to. */
export class PhoneCodes {
  constructor(
    private readonly issueCode: IssueCode,
    private readonly phoneNumbers: PhoneNumbers,
    private readonly stops: Pick<TextStops, 'add'>,
    private readonly ids: IdGenerator,
  ) {}

  async send(
    { userId, phone, isOwner, ...caller }: PhoneToProve,
    policy: RegistrationPolicy,
    context: CommandContext,
  ): Promise<Result<null, Refusal<UnreachablePhone | 'throttled'>>> {
    const unreachable = this.unreachable(phone, policy);
    if (unreachable) return err(refusal(unreachable));

    const destination = this.#destinationOf(phone, policy);
    const key: RecipientKey = { ...caller, recipient: phone, destination, ...(isOwner && { reserveOf: userId }) };
    const history = await this.issueCode.historyOf(key, 'phone', policy);
    const stoppedSeconds = await this.#stoppedSeconds(destination, history, context);
    if (stoppedSeconds > 0) return err(refusal('throttled', { retryAfterSeconds: stoppedSeconds }));
    const wish = { purpose: 'phone', userId, target: this.#target(phone) } as const;
    const issued = await this.issueCode.issue({ key, purpose: 'phone', wish }, history, policy, context);
    return throttledIfLost(issued, policy);
  }

  /**
   * Seconds until a sign-up may cause an SMS to a phone beside its mail, and how the code for it is made; the sign-up
   * writes it. Within the gap it may: the message is put off.
   */
  async atSignUp(key: RecipientKey, policy: RegistrationPolicy, context: CommandContext) {
    const destination = this.#destinationOf(key.recipient, policy);
    const history = await this.issueCode.historyOf({ ...key, destination }, 'phone', policy);
    const target = this.#target(key.recipient);
    return {
      retryAfterSeconds: Math.max(
        latestRetry(history, policy.messages, { fromNetwork: 2 }),
        retryOfTexts(history.textMessages, history.now, policy.sms.perDay),
        await this.#stoppedSeconds(destination, history, context),
      ),
      issue: (userId: string): NewlyIssued & { readonly destination: TextDestination } => ({
        ...this.issueCode.next({ purpose: 'phone', userId, target }, policy, history),
        destination,
      }),
    };
  }

  #target(phone: string): Target {
    return { canonical: phone, country: this.phoneNumbers.countryOf(phone) };
  }

  #destinationOf(phone: string, policy: RegistrationPolicy): TextDestination {
    return destinationOf(phone, this.phoneNumbers.countryOf(phone) ?? '', policy);
  }

  /** Seconds until a range and its country get messages again; 0 when they do now. The first to find that they should not stops them. */
  async #stoppedSeconds(
    destination: TextDestination,
    { destination: history, now }: CodeHistory,
    context: CommandContext,
  ): Promise<number> {
    if (history === null) return 0;
    const verdict = judgeDestination(destination, history, now);
    if (verdict.kind === 'admitted') return 0;
    if (verdict.kind === 'stopped') return verdict.retryAfterSeconds;
    await this.stops.add({ id: this.ids.next(), ...verdict.stop }, context);
    return verdict.stop.seconds;
  }

  /** Why the application sends no message to a number, or null where it does. */
  unreachable(phone: string, { sms }: RegistrationPolicy): UnreachablePhone | null {
    const country = this.phoneNumbers.countryOf(phone);
    if (country === null || sms.perDay === 0 || !sms.countries.includes(country)) return 'phone-country-refused';
    const type = this.phoneNumbers.typeOf(phone);
    return type !== null && sms.numberTypes.includes(type) ? null : 'phone-type-refused';
  }
}
