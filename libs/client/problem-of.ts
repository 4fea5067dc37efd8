import { GatehouseProblem, type ProblemBody } from './gatehouse-problem.js';
import { GatehouseUnreachable } from './gatehouse-unreachable.js';
import { retryAfter } from './retry-after.js';

/** What a refusal is thrown as: the service's problem, or that somebody else has answered. */
export function problemOf(response: Response, text: string, now: number): GatehouseProblem | GatehouseUnreachable {
  const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
  const body = isProblem ? parsed(text) : null;
  return body
    ? new GatehouseProblem(body, retryAfter(response.headers.get('Retry-After'), now))
    : new GatehouseUnreachable(`Something else than the service answered with ${response.status}`);
}

function parsed(text: string): ProblemBody | null {
  try {
    const body = JSON.parse(text) as Partial<ProblemBody> | null;
    return typeof body?.code === 'string' ? (body as ProblemBody) : null;
  } catch {
    return null;
  }
}
