import type { Response } from 'supertest';
import type { Stage } from './stage.js';

/** A request that is refused: with which status and code, by which operation, and how to bring it about. */
export interface Refusal {
  /** As the document has it: `POST /v1/users`. */
  readonly operation: string;
  readonly status: number;
  readonly code: string;
  readonly provoke: (stage: Stage) => PromiseLike<Response>;
}

export const refusal = (operation: string, status: number, code: string, provoke: Refusal['provoke']): Refusal => ({
  operation,
  status,
  code,
  provoke,
});
