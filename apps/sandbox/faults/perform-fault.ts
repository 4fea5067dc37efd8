import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, headersOf, type Refusal, sendAnswer } from '../provider/provider-contract.js';
import type { Behaviour } from './fault-rules.js';

/** Waits so many milliseconds, or less when the signal aborts; never rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const pauseOnTheWallClock: Pause = (milliseconds, signal) =>
  sleep(milliseconds, undefined, { signal }).catch(() => undefined);

const SLOW_BODY_INTERVAL_MS = 1_000;
const GARBAGE = '<html><body>It works!</body></html>\u0000{"Messages": [';

interface FaultScene {
  readonly response: ServerResponse;
  /** Validates and records the call's messages. */
  readonly take: () => Answer;
  /** Notes that the messages were not taken. */
  readonly fail: () => void;
  readonly failure: (status: number) => Answer;
  readonly refusal: (why: Refusal) => Answer;
  readonly pause: Pause;
  readonly stopping: AbortSignal;
}

/** Plays one behaviour out on the caller's connection. */
export async function performFault(behaviour: Behaviour, scene: FaultScene): Promise<void> {
  const { response } = scene;
  switch (behaviour.type) {
    case 'status':
      scene.fail();
      return sendAnswer(response, failed(behaviour, scene));
    case 'refusal':
      scene.fail();
      return sendAnswer(response, scene.refusal(behaviour.why));
    case 'delay':
      await scene.pause(behaviour.ms, scene.stopping);
      // Taken even when the caller has given up meanwhile: that is what a slow provider does to an impatient client.
      return sendAnswer(response, scene.take());
    case 'reset-before':
      scene.fail();
      return reset(response);
    case 'reset-after':
      scene.take();
      return reset(response);
    case 'hang':
      scene.fail();
      return holdBack(response, scene.stopping);
    case 'slow-body':
      return trickle(response, scene.take(), behaviour.intervalMs ?? SLOW_BODY_INTERVAL_MS, scene);
    case 'redirect':
      scene.fail();
      return sendAnswer(response, { ...scene.failure(307), headers: { location: behaviour.location } });
    case 'garbage':
      scene.fail();
      return sendAnswer(response, { status: 200, body: GARBAGE });
  }
}

function failed(behaviour: Extract<Behaviour, { type: 'status' }>, scene: FaultScene): Answer {
  const { status, retryAfter, body } = behaviour;
  const answer = scene.failure(status);
  return {
    status,
    body: body === undefined ? answer.body : JSON.stringify(body),
    headers: { ...answer.headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) },
  };
}

/** A TCP reset, not a polite end: the caller sees ECONNRESET. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function holdBack(response: ServerResponse, stopping: AbortSignal): void {
  const letGo = (): void => {
    response.destroy();
  };
  if (stopping.aborted) letGo();
  stopping.addEventListener('abort', letGo, { once: true });
  response.once('close', () => stopping.removeEventListener('abort', letGo));
}

async function trickle(response: ServerResponse, answer: Answer, intervalMs: number, scene: FaultScene): Promise<void> {
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, headersOf(answer, body.length));
  response.flushHeaders();
  for (let at = 0; at < body.length; at += 1) {
    await scene.pause(intervalMs, scene.stopping);
    if (scene.stopping.aborted) response.destroy();
    if (response.destroyed) return;
    response.write(body.subarray(at, at + 1));
  }
  response.end();
}
