import { type CommandContext, err, type IdGenerator, ok, type Refusal, type Result, refusal } from '@gatehouse/kernel';
import { issueAddressCode, issueCode, type NewlyIssued, type Target } from '../../domain/code/code.js';
import { type CodePurpose, isTexted, type PurposeWith, purposes } from '../../domain/code/purposes.js';
import { nextMessageSlot } from '../../domain/message-slot.js';
import { type MessageLimits, OWN_RESERVE, type RegistrationPolicy, wideNetworkLimit } from '../../domain/policy.js';
import type { CodeDigits, Codes, NewCode } from '../ports/codes.js';
import type { CodeHistory, MessageHistory, RecipientKey } from '../ports/message-history.js';

/** A code that somebody asks for: a user's, or an address'. */
type WishedCode =
  | {
      readonly purpose: PurposeWith<{ holder: 'user' }>;
      readonly userId: string;
      /** Null for the address of the registration itself. */
      readonly target: Target | null;
      readonly redirect?: string | null;
    }
  | {
      readonly purpose: PurposeWith<{ holder: 'address' }>;
      readonly target: Target;
      readonly redirect?: string | null;
    };

type History = MessageHistory & Pick<CodeHistory, 'wrongTries'> & Partial<CodeHistory>;

/** Issues codes of every purpose, within the limits of the messages that carry them. */
export class IssueCode {
  constructor(
    private readonly codes: Pick<Codes, 'historyOf' | 'issue'>,
    private readonly digits: CodeDigits,
    private readonly ids: IdGenerator,
  ) {}

  historyOf(key: RecipientKey, purpose: CodePurpose, policy: RegistrationPolicy): Promise<CodeHistory> {
    return this.codes.historyOf(key, purpose, policy.codes[purpose]);
  }

  /** A code, and the fact of it, for another statement to write. */
  next(wish: WishedCode, policy: RegistrationPolicy, { wrongTries }: Pick<CodeHistory, 'wrongTries'>): NewlyIssued {
    const born = { id: this.ids.next(), keyId: this.digits.currentKeyId, eventId: this.ids.next() };
    const codePolicy = policy.codes[wish.purpose];
    return 'userId' in wish
      ? issueCode(born, wish.userId, wish, codePolicy, wrongTries)
      : issueAddressCode(born, wish.purpose, wish.target.canonical, codePolicy, wrongTries, wish.redirect);
  }

  /**
   * Writes a code. `lost` where the slot was free as it was read and is not any more, or the user is no longer so.
   * @param wish null if no message is to be sent: the recipient is throttled all the same
   */
  async issue(
    {
      key,
      purpose,
      wish,
      ...more
    }: Pick<NewCode, 'asked' | 'act'> & {
      readonly key: RecipientKey;
      readonly purpose: CodePurpose;
      readonly wish: WishedCode | null;
    },
    history: History,
    policy: RegistrationPolicy,
    context: CommandContext,
  ): Promise<Result<'issued' | 'lost', Refusal<'throttled'>>> {
    const { messages, sms } = policy;
    const { gapBucket } = purposes[purpose];
    const textsPerDay = isTexted(purpose) ? sms.perDay : null;
    const retryAfterSeconds = Math.max(
      retryOnRequest(history, messages, gapBucket === null ? {} : { gapAfter: history.latestOfPurpose ?? null }),
      textsPerDay === null ? 0 : retryOfTexts(history.textMessages ?? [], history.now, textsPerDay),
    );
    if (retryAfterSeconds > 0) return err(refusal('throttled', { retryAfterSeconds }));
    const next = wish && { ...this.next(wish, policy, history), ...more };
    return ok((await this.codes.issue(key, next, { ...messages, textsPerDay }, context)) ? 'issued' : 'lost');
  }
}

/** For those who read nothing again: what was lost is as if it had been throttled from the start. */
export function throttledIfLost<No extends string>(
  issued: Result<'issued' | 'lost', Refusal<No>>,
  { messages }: RegistrationPolicy,
): Result<null, Refusal<No | 'throttled'>> {
  if (!issued.ok) return issued;
  return issued.value === 'issued' ? ok(null) : err(refusal('throttled', { retryAfterSeconds: messages.gapSeconds }));
}

const UNLIMITED = Number.POSITIVE_INFINITY;

interface Asking {
  /** How many messages the network causes at once: one more to each recipient. */
  readonly fromNetwork?: number;
}

/** Seconds until the limits of recipient and network admit another message; 0 when they do now. */
export function latestRetry(history: MessageHistory, limits: MessageLimits, { fromNetwork = 1 }: Asking = {}): number {
  const wait = (times: readonly Date[], perHour: number, perDay: number): number => {
    const slot = nextMessageSlot(times, history.now, { ...limits, perHour, perDay });
    return slot.admitted ? 0 : slot.retryAfterSeconds;
  };
  const ofNetwork = (times: readonly Date[], perHour: number) => wait(times, perHour - (fromNetwork - 1), UNLIMITED);
  const { messages, messagesAnywhere, reserve } = history;
  const reserved = reserve ? wait(reserve.used, OWN_RESERVE.perHour, OWN_RESERVE.perDay) : UNLIMITED;
  const anywhere = (more: number) => wait(messagesAnywhere, UNLIMITED, limits.perDayAnywhere + more);
  return Math.max(
    Math.min(wait(messages, limits.perHour, limits.perDay), reserved),
    Math.min(anywhere(0), reserve?.isOwn ? Math.max(anywhere(OWN_RESERVE.perDay), reserved) : UNLIMITED),
    ofNetwork(history.networkMessages, limits.perNetworkAndHour),
    ofNetwork(history.wideNetworkMessages, wideNetworkLimit(limits)),
  );
}

interface RequestAsking extends Asking {
  /** What the gap is counted from: the recipient's latest message by default. */
  readonly gapAfter?: Date | null;
}

/** The same for a message that a person asks for: it is refused within the gap, not put off. */
export function retryOnRequest(
  history: MessageHistory,
  limits: MessageLimits,
  { gapAfter = history.messages.at(-1) ?? null, ...asking }: RequestAsking = {},
): number {
  const gapEnds = (gapAfter?.getTime() ?? 0) + limits.gapSeconds * 1000;
  const gapLeft = Math.ceil((gapEnds - history.now.getTime()) / 1000);
  return Math.max(latestRetry(history, limits, asking), gapLeft);
}

/** Seconds until the application may send another SMS; 0 when it may now. */
export function retryOfTexts(textMessages: readonly Date[], now: Date, perDay: number): number {
  const slot = nextMessageSlot(textMessages, now, {
    gapSeconds: 0,
    perHour: UNLIMITED,
    perDay,
    perNetworkAndHour: 0,
    perDayAnywhere: 0,
  });
  return slot.admitted ? 0 : slot.retryAfterSeconds;
}
