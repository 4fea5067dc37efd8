import { lifeLeft } from '@gatehouse/client';
import type { ReactiveControllerHost } from 'lit';
import { Countdown } from './code/countdown.js';
import { isWithPerson } from './code/message-state.js';

/** What the service says of a message. */
interface News {
  readonly delivery: string;
  /** What its provider has reported since it took it. */
  readonly message?: { readonly state: string; readonly reason: string | null } | null;
  readonly expiresAt: string | null;
}

/** One of the codes that activate an account: what is typed of it, where its message is, and when another may be sent. */
export class Proof {
  typed = '';
  delivery: string | null = null;
  /** Why its message bounced, where that is known. */
  reason: string | null = null;
  /** Digits; null where that is not known, as after wrong tries. */
  length: number | null = null;
  isProven = false;
  readonly life: Countdown;
  readonly gap: Countdown;
  #isSent = false;

  constructor(
    readonly channel: 'email' | 'phone',
    host: ReactiveControllerHost,
  ) {
    this.life = new Countdown(host);
    this.gap = new Countdown(host);
  }

  /** The name of its field. */
  get field(): 'code' | 'phone-code' {
    return this.channel === 'email' ? 'code' : 'phone-code';
  }

  /** Seconds that the code is valid; null before it was sent. */
  get left(): number | null {
    return this.#isSent ? this.life.left : null;
  }

  get isOnItsWay(): boolean {
    return this.delivery === 'queued' || this.delivery === 'sending' || (this.#isSent && this.life.left > 0);
  }

  /** Another message has been ordered. */
  order(gapSeconds: number): void {
    this.delivery = 'queued';
    this.reason = null;
    this.typed = '';
    this.#isSent = false;
    this.life.stop();
    this.gap.start(gapSeconds * 1_000);
  }

  /** @param serverTime of the answer, by the clock that the end of the code was set by */
  hear({ delivery, message, expiresAt }: News, serverTime: string): void {
    // A message that was held back after an earlier one bounced has failed, and that says why.
    this.delivery = message && message.state !== 'sent' ? message.state : delivery;
    this.reason = message?.reason ?? null;
    this.#isSent = isWithPerson(this.delivery);
    if (this.delivery === 'failed' || this.delivery === 'bounced') this.gap.stop();
    if (this.#isSent) this.life.start(lifeLeft({ expiresAt, serverTime }) ?? 0);
  }
}
