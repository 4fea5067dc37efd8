import { randomUUID } from 'node:crypto';
import type { Response } from 'express';

export const REQUEST_ID = 'X-Request-Id';

/** The request's id, made at first sight. The caller's own is not taken over: it would be text of theirs in our logs. */
export function requestIdOf(response: Response): string {
  const known = response.getHeader(REQUEST_ID);
  if (typeof known === 'string') return known;
  const id = randomUUID();
  response.setHeader(REQUEST_ID, id);
  return id;
}
