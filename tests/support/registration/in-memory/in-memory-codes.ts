import type {
  CodeDigits,
  CodeMessageLimits,
  CodeSituation,
  CodeTry,
  CodeTryOutcome,
  HolderKey,
  NewCode,
  TargetedCode,
} from '../../../../libs/registration/application/ports/codes.js';
import type { CodeHistory, RecipientKey } from '../../../../libs/registration/application/ports/message-history.js';
import type { SentCode } from '../../../../libs/registration/domain/code/code.js';
import type { CodePurpose } from '../../../../libs/registration/domain/code/purposes.js';
import { ago, history, NOON } from './message-histories.js';

/** Digits that a test can read: the last of a code's id, as many as it has. */
export const plainDigits: CodeDigits = {
  currentKeyId: 'key-2',
  knows: (keyId) => keyId !== 'lost',
  of: ({ id, digits }) => id.replace(/\D/g, '').padStart(digits, '0').slice(-digits),
};

/** A code with four digits that went out half a minute ago. */
export const sentCode = (id: string, changes: Partial<SentCode> = {}): SentCode => ({
  id,
  purpose: 'activation',
  userId: 'ada',
  keyId: 'key-1',
  digits: 4,
  attempts: 0,
  maxAttempts: 3,
  dispatchedAt: ago(31)[0] ?? null,
  acceptedAt: ago(30)[0] ?? null,
  expiresAt: ago(-30)[0] ?? null,
  target: null,
  targetDeliverable: null,
  wrongTries: 0,
  ...changes,
});

/** The same, of an account, which says what it proves. */
export const targetedCode = (id: string, target: string, changes: Partial<SentCode> = {}): TargetedCode => ({
  ...sentCode(id, changes),
  target,
});

/** Codes that are issued, and what is typed of them. Takes one message slot of each recipient. */
export class InMemoryCodes {
  readonly issued: {
    readonly key: RecipientKey;
    readonly next: NewCode | null;
    readonly limits: CodeMessageLimits;
  }[] = [];
  readonly tries: CodeTry[] = [];
  /** What recipients have had. */
  histories: Partial<CodeHistory> = {};
  asked: RecipientKey | null = null;
  askedFor: CodePurpose | null = null;
  /** Somebody else takes the slot first, so many times. */
  lostSlots = 0;
  /** How tries end, in their order: as a try ends by default. */
  outcomes: CodeTryOutcome[] = [];
  situation: CodeSituation = { now: NOON, holder: null, codes: [], used: [] };
  /** Whose situation was read, for which purpose. */
  readonly read: (HolderKey & { readonly purpose: CodePurpose })[] = [];
  isBroken = false;

  async historyOf(key: RecipientKey, purpose: CodePurpose): Promise<CodeHistory> {
    this.asked = key;
    this.askedFor = purpose;
    return history(this.histories);
  }

  async issue(key: RecipientKey, next: NewCode | null, limits: CodeMessageLimits): Promise<boolean> {
    this.lostSlots -= 1;
    if (this.lostSlots >= 0) return false;
    this.issued.push({ key, next, limits });
    return true;
  }

  async situationOf(key: HolderKey, purpose: CodePurpose): Promise<CodeSituation> {
    if (this.isBroken) throw new Error('The database is gone');
    this.read.push({ ...key, purpose });
    return this.situation;
  }

  async try(attempt: CodeTry): Promise<CodeTryOutcome> {
    this.tries.push(attempt);
    const outcome = this.outcomes.shift();
    if (outcome) return outcome;
    return attempt.winner ? { kind: 'stale' } : { kind: 'counted' };
  }
}
