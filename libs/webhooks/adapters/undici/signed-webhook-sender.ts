import { lookup } from 'node:dns/promises';
import { CLOUD_EVENT_TYPE, cloudEvent } from '@gatehouse/platform/events';
import { outboundDispatcher, retryAfterSeconds, transportFault } from '@gatehouse/platform/outbound';
import { traced, traceHeader } from '@gatehouse/platform/tracing';
import { Webhook } from 'standardwebhooks';
import { type Dispatcher, request } from 'undici';
import type { OutgoingDelivery, WebhookSender } from '../../application/ports/deliveries.js';
import type { Destinations } from '../../application/ports/webhooks.js';
import type { Answer } from '../../domain/delivery/decide-after-answer.js';
import { type AddressGuard, guardedLookup, type Resolve } from './address-guard.js';

interface SenderOptions {
  readonly dispatcher: Dispatcher;
  readonly destinations: Destinations;
  readonly now: () => Date;
  /** Longest time from the first byte out to the end of the answer, in milliseconds: 10,000 by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

const FAULTS = {
  ADDRESS_REFUSED: 'address-refused',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'answer-too-large',
  CERT_HAS_EXPIRED: 'certificate-refused',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-refused',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-refused',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-refused',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-refused',
};

/** What an answer says does not matter; so much of it is read that the connection can be used again. */
const READ_BYTES = 16 * 1_024;

/** Posts events as CloudEvents with signatures of Standard Webhooks 1.0: `webhook-id`, `-timestamp`, `-signature`. */
export class SignedWebhookSender implements WebhookSender {
  constructor(private readonly options: SenderOptions) {}

  send(delivery: OutgoingDelivery): Promise<Answer> {
    return traced('webhook', { kind: 'client' }, async (span) => {
      const answer = await this.#send(delivery);
      span.set({ 'gatehouse.outcome': answer.fault ?? 'answered', 'http.response.status_code': answer.status ?? 0 });
      return answer;
    });
  }

  async #send({ url, event, secrets }: OutgoingDelivery): Promise<Answer> {
    const began = performance.now();
    const elapsed = () => Math.round(performance.now() - began);
    // The rules may be stricter than when the address was taken; and an address in numbers is never looked up.
    if (!this.options.destinations.accepts(url)) return { status: null, fault: 'address-refused', milliseconds: 0 };
    const body = JSON.stringify(cloudEvent(event));
    const sentAt = this.options.now();
    const signatures = secrets.map((secret) => new Webhook(secret).sign(event.id, sentAt, body));
    try {
      // `request` follows no redirects: what is signed goes nowhere but where the application said.
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': CLOUD_EVENT_TYPE,
          'user-agent': 'Gatehouse-Webhooks/1',
          'webhook-id': event.id,
          'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
          'webhook-signature': signatures.join(' '),
          ...traceHeader('webhooks'),
        },
        body,
        dispatcher: this.options.dispatcher,
        signal: AbortSignal.timeout(this.options.timeoutMs ?? TIMEOUT_MS),
      });
      // The status is the answer; a body that breaks off changes nothing.
      await answer.body.dump({ limit: READ_BYTES }).catch(() => undefined);
      const seconds = retryAfterSeconds(answer.headers, sentAt);
      return {
        status: answer.statusCode,
        fault: null,
        ...(seconds !== undefined && { retryAfterSeconds: seconds }),
        milliseconds: elapsed(),
      };
    } catch (error) {
      return { status: null, fault: transportFault(error, FAULTS), milliseconds: elapsed() };
    }
  }
}

export type WebhookDispatcher = Dispatcher;

/** Connections to receivers, each of them to an address that was checked. */
export const webhookDispatcher = (guard: AddressGuard, resolve: Resolve = lookup): WebhookDispatcher =>
  outboundDispatcher({
    connections: 4,
    connectMs: 4_000,
    headersMs: 10_000,
    bodyMs: 5_000,
    // Not for long: where a name leads is checked again at the next connection.
    keepAliveMs: 10_000,
    lookup: guardedLookup(guard, resolve),
  });
