import type { ProviderAnswer } from '../../application/ports/providers.js';
import type { BounceReason } from '../../contract/events.js';
import { type RefusedCall, refusedCall, UNREADABLE } from './call-provider.js';

/** What a provider's own codes say that its status does not. */
export interface CodeRules {
  /** The message or its recipient is at fault, and no other provider would take it. */
  readonly final?: readonly (string | number)[];
  /** The same, where it is the recipient, and why. */
  readonly bounces?: Readonly<Record<string, BounceReason>>;
  readonly temporary?: readonly (string | number)[];
  /** Our key, sender, account or credit: every message is refused until somebody acts. */
  readonly operator?: readonly (string | number)[];
  /** The same, where it is about the sender: a message may have one of its own. */
  readonly sender?: readonly (string | number)[];
}

/**
 * A refusal by the provider's own code where its rules name it, by the HTTP status elsewhere.
 * @param code as the answer has it: a text that the rules do not name may hold anything, and is not kept
 * @param meaning the status that says what went wrong, where the answer's own is a success
 */
export function refusal(status: number, code: unknown, rules: CodeRules, meaning: number = status): RefusedCall {
  const { final = [], bounces = {}, temporary = [], operator = [], sender = [] } = rules;
  const known = [...final, ...temporary, ...operator, ...sender, ...Object.keys(bounces)].find(
    (one) => one === code || (typeof code === 'number' && one === `${code}`),
  );
  const isNumber = typeof code === 'number' && Number.isInteger(code) && code > 0 && code < 1_000_000;
  const shown = known ?? (isNumber ? code : undefined);
  const byStatus = refusedCall(status, meaning, shown?.toString());
  if (known === undefined) return byStatus;
  const { needsOperator: _, ...refused } = byStatus;
  const bounce = bounces[known];
  if (bounce !== undefined) return ofRecipient(refused, bounce);
  if (sender.includes(known)) return ofSender(refused);
  if (operator.includes(known)) return { ...refused, retryable: true, needsOperator: true };
  return { ...refused, retryable: temporary.includes(known) };
}

/** The sender is not one that our account may send as. */
export const ofSender = (refused: RefusedCall): RefusedCall => ({
  ...refused,
  retryable: true,
  needsOperator: true,
  isAboutSender: true,
});

/** The recipient is none, or takes nothing: no other provider would change that. */
export const ofRecipient = ({ needsOperator: _, ...refused }: RefusedCall, bounce: BounceReason): RefusedCall => ({
  ...refused,
  retryable: false,
  bounce,
});

/** A good status with a body that says nothing. */
export const unreadable = (status: number): RefusedCall => ({
  kind: 'refused',
  retryable: true,
  reason: UNREADABLE,
  status,
  mayBeTaken: true,
});

/** A message that was taken, under an id of letters, digits, `_` and `-`, or of the given form. */
export const acceptedAs = (id: unknown, form: RegExp = /^[\w-]{1,64}$/): ProviderAnswer => ({
  kind: 'accepted',
  providerMessageId: typeof id === 'string' && form.test(id) ? id : null,
});

/** Its answer to an id that it knows: the message was taken the first time, and nothing is sent now. */
export const TAKEN_BEFORE: ProviderAnswer = { kind: 'accepted', providerMessageId: null };
