import { json, Router } from 'express';
import { sendProblem } from '../http/requests.js';
import type { Channel } from '../messages/message-store.js';
import { type Behaviour, type FaultRule, parseFaultRules } from './fault-rules.js';

interface Called {
  readonly channel: Channel;
  /** The provider's. */
  readonly name: string;
}

/** The scripted failures. For each call the first rule that applies is taken; a rule that is used up leaves the list. */
export class FaultScript {
  #rules: readonly FaultRule[] = [];
  readonly #listeners = new Set<() => void>();

  /** The rules that are left, with the times they are still good for. */
  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  replace(rules: readonly FaultRule[]): void {
    this.#rules = [...rules];
    this.#announce();
  }

  clear(): void {
    this.replace([]);
  }

  /** What happens to the next call to these recipients, counted as used; undefined when no rule applies. */
  take(called: Called, recipients: readonly string[]): Behaviour | undefined {
    const rule = this.#rules.find((each) => applies(each, called, recipients));
    if (rule === undefined) return undefined;
    if (rule.times !== 'always') {
      const left = rule.times - 1;
      this.#rules = this.#rules.flatMap((each) =>
        each !== rule ? [each] : left > 0 ? [{ ...each, times: left }] : [],
      );
      this.#announce();
    }
    return rule.behaviour;
  }

  /** What a provider that is asked for its account makes of that: a rule about everybody, which is not used up by it. */
  ofAccount(called: Called): Behaviour | undefined {
    return this.#rules.find((each) => each.to === undefined && applies(each, called, []))?.behaviour;
  }

  /** Calls the listener at every change until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** `GET /faults` the rules that are left, `PUT /faults` other rules, `DELETE /faults` none. */
export function faultRoutes(faults: FaultScript): Router {
  const router = Router();

  router.get('/faults', (_request, response) => {
    response.json({ rules: faults.rules });
  });

  // Any content type, so that a plain `curl -X PUT -d` works; a page of another origin cannot send a PUT at all.
  router.put('/faults', json({ type: () => true, strict: false, limit: '256kb' }), (request, response) => {
    const parsed = parseFaultRules(request.body);
    if (!parsed.ok) {
      return sendProblem(response, {
        status: 400,
        title: 'Bad Request',
        code: 'faults-invalid',
        detail: 'The rules were not changed.',
        errors: parsed.errors,
      });
    }
    faults.replace(parsed.rules);
    response.json({ rules: faults.rules });
  });

  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });

  return router;
}

const applies = (rule: FaultRule, { channel, name }: Called, recipients: readonly string[]): boolean =>
  (rule.channel === undefined || rule.channel === channel) &&
  (rule.provider === undefined || rule.provider === name) &&
  (rule.to === undefined || recipients.some((recipient) => recipient.toLowerCase() === rule.to?.toLowerCase()));
