import { type CommandContext, err, type IdGenerator, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import { type IssuedCode, issueCode } from '../../domain/code/issue-code.js';
import { nextMessageSlot } from '../../domain/message-slot.js';
import type { RegistrationPolicy } from '../../domain/policy.js';
import type { CodeDigits } from '../ports/code-digits.js';
import type { PhoneNumbers } from '../ports/input-checks.js';
import type { ProofCodes, RecipientHistory, RecipientKey } from '../ports/proof-codes.js';
import { latestRetry } from './latest-retry.js';
import { retryOnRequest } from './retry-on-request.js';

export type UnreachablePhone = 'phone-country-refused' | 'phone-type-refused';

export interface PhoneToProve {
  readonly application: string;
  readonly network: string | null;
  readonly userId: string;
  /** E.164. */
  readonly phone: string;
  /** By a session or a password, whoever asks has proven to be the owner: of the account, or of the registration's mailbox. */
  readonly isOwner: boolean;
}

/** Issues codes by SMS, within what an application allows and pays for. */
export class PhoneCodes {
  constructor(
    private readonly proofs: ProofCodes,
    private readonly phoneNumbers: PhoneNumbers,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
  ) {}

  async send(
    { userId, phone, isOwner, ...caller }: PhoneToProve,
    policy: RegistrationPolicy,
    context: CommandContext,
  ): Promise<Result<null, Refusal<UnreachablePhone | 'throttled'>>> {
    const { messages, sms } = policy;
    const unreachable = this.unreachable(phone, policy);
    if (unreachable) return err(refusal(unreachable));

    const key: RecipientKey = { ...caller, recipient: phone, ...(isOwner && { reserveOf: userId }) };
    const history = await this.proofs.historyOf(key, 'phone', policy.codes.phone);
    const retryAfterSeconds = Math.max(retryOnRequest(history, messages), dayIsFull(history, sms.perDay));
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));

    const { code, event } = this.#issue(userId, phone, policy, history);
    const next = { code, event: { id: this.ids.next(), ...event } };
    const taken = await this.proofs.issue(key, next, { ...messages, textsPerDay: sms.perDay }, context);
    return taken ? ok(null) : err(refusal('throttled', { retryAfterSeconds: messages.gapSeconds }));
  }

  /**
   * Seconds until a sign-up may cause an SMS to a phone beside its mail, and how the code for it is made; the sign-up
   * writes it. Within the gap it may: the message is put off.
   */
  async atSignUp(key: RecipientKey, policy: RegistrationPolicy) {
    const history = await this.proofs.historyOf(key, 'phone', policy.codes.phone);
    return {
      retryAfterSeconds: Math.max(
        latestRetry(history, policy.messages, { fromNetwork: 2 }),
        dayIsFull(history, policy.sms.perDay),
      ),
      issue: (userId: string): { readonly code: IssuedCode; readonly event: { type: string; data: object } } =>
        this.#issue(userId, key.recipient, policy, history),
    };
  }

  #issue(userId: string, phone: string, policy: RegistrationPolicy, { wrongTries }: RecipientHistory) {
    const born = { id: this.ids.next(), keyId: this.digits.currentKeyId };
    return issueCode(born, userId, { purpose: 'phone', target: { canonical: phone } }, policy.codes.phone, wrongTries);
  }

  /** Why the application sends no message to a number, or null where it does. */
  unreachable(phone: string, { sms }: RegistrationPolicy): UnreachablePhone | null {
    const country = this.phoneNumbers.countryOf(phone);
    if (country === null || sms.perDay === 0 || !sms.countries.includes(country)) return 'phone-country-refused';
    const type = this.phoneNumbers.typeOf(phone);
    return type !== null && sms.numberTypes.includes(type) ? null : 'phone-type-refused';
  }
}

/** Seconds until the application may send another SMS; 0 when it may now. */
function dayIsFull({ textMessages, now }: RecipientHistory, perDay: number): number {
  const slot = nextMessageSlot(textMessages, now, {
    gapSeconds: 0,
    perHour: Number.POSITIVE_INFINITY,
    perDay,
    perNetworkAndHour: 0,
    perDayAnywhere: 0,
  });
  return slot.admitted ? 0 : slot.retryAfterSeconds;
}
