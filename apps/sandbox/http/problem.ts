import type { ServerResponse } from 'node:http';

export interface ProblemError {
  /** A JSON Pointer (RFC 6901) into the request's body. */
  readonly pointer: string;
  readonly message: string;
}

export interface Problem {
  readonly status: number;
  readonly title: string;
  /** Stable, for programs. */
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly ProblemError[];
}

/** Answers with an RFC 9457 problem. */
export function sendProblem(response: ServerResponse, problem: Problem): void {
  const body = JSON.stringify({ type: 'about:blank', ...problem });
  response.writeHead(problem.status, {
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
