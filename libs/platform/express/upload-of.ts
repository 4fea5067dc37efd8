import type { Request } from 'express';
import { bodyIncomplete, commonProblems, ProblemError } from '../edge/index.js';

/**
 * The pieces of a body in the order in which they come, for as long as one follows the other.
 * @param idleMs longest wait for a piece, in milliseconds
 * @throws ProblemError 408 request-timeout where none comes, 400 json-invalid where the caller goes away
 */
export async function* uploadOf(request: Request, idleMs: number): AsyncIterable<Uint8Array> {
  // What is left of the body is not waited for: the answer ends the connection.
  const pieces = request.iterator({ destroyOnReturn: false });
  for (;;) {
    const piece = await orTimeout(pieces.next() as Promise<IteratorResult<Uint8Array>>, idleMs);
    if (piece.done) return;
    yield piece.value;
  }
}

async function orTimeout<T>(next: Promise<T>, idleMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProblemError(commonProblems['request-timeout'], {}, { Connection: 'close' })),
      idleMs,
    );
  });
  try {
    return await Promise.race([next, late]);
  } catch (error) {
    // It fails once more when the connection ends, and nobody listens any more.
    next.catch(() => undefined);
    throw error instanceof ProblemError ? error : bodyIncomplete(error);
  } finally {
    clearTimeout(timer);
  }
}
