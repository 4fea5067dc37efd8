import type { Carrier } from '../../../libs/notification/adapters/providers/carrier.js';
import type { ProviderAnswer } from '../../../libs/notification/application/ports/providers.js';

type Refused = Extract<ProviderAnswer, { kind: 'refused' }>;

export const ACCEPTED = { kind: 'accepted', providerMessageId: 'id' } as const satisfies ProviderAnswer;
export const FAILING: Refused = { kind: 'refused', retryable: true, reason: 'http-500', status: 500 };
/** The provider may have taken the message. */
export const LOST: Refused = { kind: 'refused', retryable: true, reason: 'timeout', mayBeTaken: true };

export interface Routed {
  readonly deliveryId: string;
  readonly about?: { readonly application: string };
  readonly from?: object;
  readonly route?: readonly { readonly provider: string; readonly share: number | null }[];
}

/** A provider that answers as a test says. */
export class FakeCarrier implements Carrier<Routed> {
  readonly sendTimeoutSeconds = 5;
  /** It accepts by default. */
  says: ProviderAnswer | (() => Promise<ProviderAnswer>) = ACCEPTED;
  calls = 0;
  /** The time of each call, where it is less than usual. */
  readonly within: (number | undefined)[] = [];

  constructor(
    readonly name: string,
    readonly isIdempotent = false,
  ) {}

  async send(_message: Routed, withinSeconds?: number): Promise<ProviderAnswer> {
    this.calls += 1;
    this.within.push(withinSeconds);
    return typeof this.says === 'function' ? this.says() : this.says;
  }
}
