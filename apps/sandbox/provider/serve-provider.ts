import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultScript } from '../faults/fault-script.js';
import { type Pause, performFault } from '../faults/perform-fault.js';
import { isRefusedKey } from '../http/refused-key.js';
import { readBody } from '../http/requests.js';
import { type Answer, type CallerHeaders, type ProviderContract, sendAnswer } from './provider-contract.js';
import type { ProviderCounts } from './provider-counts.js';

export interface ProviderSurroundings {
  readonly faults: FaultScript;
  readonly counts: ProviderCounts;
  readonly pause: Pause;
  /** Aborted when the sandbox closes. */
  readonly stopping: AbortSignal;
}

/**
 * Speaks one provider's contract over node:http, without a framework: this is the path that benchmarks drive.
 * In order: method, credentials, a scripted fault that applies, validation. A caller that leaves early is not counted.
 */
export function serveProvider(contract: ProviderContract, surroundings: ProviderSurroundings) {
  const { faults, counts } = surroundings;
  const { channel } = contract;

  const refuse = (response: ServerResponse, answer: Answer): void => {
    counts.received(channel, 1);
    counts.settled(channel, 0, 1);
    sendAnswer(response, answer);
  };

  const refuseCaller = (caller: CallerHeaders): Answer | null =>
    isRefusedKey(caller.headers)
      ? contract.refusals.key
      : contract.refuseCaller(caller.headers['authorization']?.toString(), caller);

  /** One that is away is so for this question as for messages; one that refuses a message still has an account. */
  const answerAsAccount = async (answer: Answer, response: ServerResponse): Promise<void> => {
    const fault = faults.ofAccount(contract);
    if (fault === undefined || (fault.type === 'refusal' && !['key', 'outage'].includes(fault.why))) {
      return sendAnswer(response, answer);
    }
    await performFault(fault, {
      response,
      take: () => answer,
      fail: () => undefined,
      failure: (status) => contract.failure(status),
      refusal: (why) => contract.refusals[why],
      pause: surroundings.pause,
      stopping: surroundings.stopping,
    });
  };

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const { headers } = request;
    if (contract.account && request.method === 'GET' && contract.accountPath?.test(path)) {
      request.resume();
      const answer = refuseCaller({ path, headers }) ?? contract.account;
      return answerAsAccount(answer, response);
    }
    if (request.method !== 'POST') {
      request.resume();
      const answer = contract.failure(405);
      return sendAnswer(response, { ...answer, headers: { ...answer.headers, allow: 'POST' } });
    }
    const body = await readBody(request, contract.bodyLimit).catch(() => null);
    if (body === null) return;
    const refusal = refuseCaller({ path, headers });
    if (refusal !== null) return refuse(response, refusal);
    if (body === 'too-large') return refuse(response, contract.tooLarge());

    const call = await contract.read(body.text, { path, headers, host: headers.host ?? 'localhost' });
    counts.received(channel, call.messages);
    const take = (): Answer => {
      const outcome = call.take();
      counts.settled(channel, outcome.accepted, outcome.refused);
      return outcome.answer;
    };
    const fault = faults.take(contract, call.recipients);
    if (fault === undefined) return sendAnswer(response, take());
    await performFault(fault, {
      response,
      take,
      fail: () => counts.settled(channel, 0, call.messages),
      failure: (status) => contract.failure(status),
      refusal: (why) => contract.refusals[why],
      pause: surroundings.pause,
      stopping: surroundings.stopping,
    });
  };
}
