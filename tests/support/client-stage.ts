import { createGatehouse, type GatehouseOptions } from '@gatehouse/client';

export type Answer = Response | Error | 'silence' | ((request: Request) => Response | Promise<Response>);

/** A refusal as the service writes it. */
export const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json(
    { type: `/problems/${code}`, title: code, status, code, requestId: 'r-1' },
    { status, headers: { 'Content-Type': 'application/problem+json', ...headers } },
  );

/** The client before a service that answers what a test says, one answer after the other, with a clock of its own. */
export function clientStage(...script: Answer[]) {
  const asked: Request[] = [];
  const paused: number[] = [];
  let now = Date.parse('2026-05-01T12:00:00.000Z');

  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    asked.push(request.clone());
    const answer = script.shift();
    if (answer === undefined) throw new Error(`Nobody expected ${request.method} ${request.url}`);
    if (answer === 'silence') return untilAborted(request.signal);
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer : answer(request);
  };
  const timing = {
    now: () => now,
    random: () => 0.5,
    pause: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      paused.push(ms);
      now += ms;
    },
  };
  return {
    asked,
    paused,
    script,
    fetch,
    timing,
    advance: (ms: number) => {
      now += ms;
    },
    client: (options: Partial<GatehouseOptions> = {}) =>
      createGatehouse({ baseUrl: 'https://id.example', fetch, timing, ...options }),
    /** `POST /v1/users`, in the order of the calls. */
    calls: () => asked.map(({ method, url }) => `${method} ${new URL(url).pathname}`),
  };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
