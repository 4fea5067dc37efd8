import type { Refusal, Result } from '@gatehouse/kernel';
import { answerResult, type OperationAnswer, tokenInvalid } from '@gatehouse/platform/edge';

/**
 * The answer to a signed-in person about their own account. A token outlives its account by minutes at most; it opens
 * nothing any more.
 */
export function ownAnswer<T>(result: Result<T, Refusal>, toAnswer: (value: T) => OperationAnswer): OperationAnswer {
  if (!result.ok && result.error.code === 'account-unknown') throw tokenInvalid();
  return answerResult(result, toAnswer);
}
