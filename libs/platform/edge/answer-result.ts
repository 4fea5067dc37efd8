import type { Refusal, Result } from '@gatehouse/kernel';
import type { OperationAnswer } from './operation.js';

/** Turns a use case's outcome into an answer; a refusal becomes its problem where the operation is mounted. */
export const answerResult = <T>(
  result: Result<T, Refusal>,
  toAnswer: (value: T) => OperationAnswer,
): OperationAnswer => (result.ok ? toAnswer(result.value) : { refused: result.error });
