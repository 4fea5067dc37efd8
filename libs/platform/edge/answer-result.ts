import type { Refusal, Result } from '@gatehouse/kernel';
import type { HttpAnswer } from './operation.js';

/** Turns a use case's outcome into an answer; a refusal becomes its problem where the route is mounted. */
export const answerResult = <T>(result: Result<T, Refusal>, toAnswer: (value: T) => HttpAnswer): HttpAnswer =>
  result.ok ? toAnswer(result.value) : { refused: result.error };
