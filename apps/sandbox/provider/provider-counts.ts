import type { Channel } from '../messages/message-store.js';

/** Messages since the start. `received` − `accepted` − `refused` are those a fault is still holding back. */
export interface Counts {
  readonly received: number;
  readonly accepted: number;
  /** Not taken: invalid, unauthorised, or failed by a scripted fault. */
  readonly refused: number;
}

const zero = (): { -readonly [K in keyof Counts]: number } => ({ received: 0, accepted: 0, refused: 0 });

/** Counts messages per channel. Clearing the inbox does not touch it, so a benchmark can take differences. */
export class ProviderCounts {
  readonly #channels = { mail: zero(), sms: zero() };

  received(channel: Channel, messages: number): void {
    this.#channels[channel].received += messages;
  }

  settled(channel: Channel, accepted: number, refused: number): void {
    this.#channels[channel].accepted += accepted;
    this.#channels[channel].refused += refused;
  }

  read(): Counts & { readonly mail: Counts; readonly sms: Counts } {
    const { mail, sms } = this.#channels;
    return {
      received: mail.received + sms.received,
      accepted: mail.accepted + sms.accepted,
      refused: mail.refused + sms.refused,
      mail: { ...mail },
      sms: { ...sms },
    };
  }
}
