import { Webhook } from 'standardwebhooks';

/** As Node, Express and fetch have them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Answer 400 or 401: the call is not the service's, or was recorded and sent again. */
export class WebhookInvalid extends Error {
  override readonly name = 'WebhookInvalid';
}

const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** Checks what webhooks bring (Standard Webhooks): who sent them, and that they are neither changed nor old. */
export class WebhookVerifier {
  readonly #webhooks: readonly Webhook[];

  /** @param secrets the endpoint's (`whsec_…`); while it is being rotated, the former one as well */
  constructor(...secrets: readonly string[]) {
    if (secrets.length === 0) throw new TypeError('A webhook is verified with a secret');
    this.#webhooks = secrets.map((secret) => new Webhook(secret));
  }

  /**
   * The event. The same one may come twice, with the same `id`.
   * @param body as it came, byte for byte: parsed and written again, it is another one
   * @throws WebhookInvalid
   */
  verify<Event>(body: string | Uint8Array, headers: WebhookHeaders): Event {
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    const signed = Object.fromEntries(SIGNED.map((name) => [name, headerOf(headers, name)]));
    let cause: unknown;
    for (const webhook of this.#webhooks) {
      try {
        return webhook.verify(text, signed) as Event;
      } catch (error) {
        cause = error;
      }
    }
    throw new WebhookInvalid('The webhook is not the service’s', { cause });
  }
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name];
  return typeof value === 'string' ? value : '';
}
