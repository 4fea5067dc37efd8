import type { StatusWatch } from '../application/ports/messages.js';
import type { ActivationStatus } from '../contract/queries/messages.js';

/** The truth, should a notification be lost. */
const POLL_MS = 1_000;

export interface FollowedRegistration {
  readonly application: string;
  readonly userId: string;
}

/** Who wants to know of a registration's messages. */
interface StatusListener {
  /** Of every look, whether there is news or not. */
  onStatus(status: ActivationStatus): void;
  /** The status cannot be read any more. */
  onLost(): void;
}

/** Follows registrations' messages for all who wait for them in this process: one poll for each registration. */
export class StatusFollowers {
  readonly #followed = new Map<string, SharedStatus>();

  constructor(
    private readonly statusOf: (registration: FollowedRegistration) => Promise<ActivationStatus | null>,
    private readonly watch: StatusWatch,
  ) {}

  /**
   * Calls the listener at once, and then after every look, until it is removed.
   * @returns what takes the listener away
   */
  follow(registration: FollowedRegistration, listener: StatusListener): () => void {
    const key = `${registration.application} ${registration.userId}`;
    const shared = this.#followed.get(key) ?? this.#begin(key, registration);
    shared.listeners.add(listener);
    void shared.look();
    return () => {
      shared.listeners.delete(listener);
      if (shared.listeners.size > 0 || this.#followed.get(key) !== shared) return;
      this.#followed.delete(key);
      shared.stop();
    };
  }

  #begin(key: string, registration: FollowedRegistration): SharedStatus {
    const shared = new SharedStatus(() => this.statusOf(registration), this.watch, registration.userId);
    this.#followed.set(key, shared);
    return shared;
  }
}

/** One registration, polled for everyone who listens. */
class SharedStatus {
  readonly listeners = new Set<StatusListener>();
  readonly #poll = setInterval(() => void this.look(), POLL_MS);
  readonly #unwatch: () => void;
  #isLooking = false;
  #isAskedAgain = false;

  constructor(
    private readonly find: () => Promise<ActivationStatus | null>,
    watch: StatusWatch,
    userId: string,
  ) {
    this.#unwatch = watch.watch(userId, () => void this.look());
  }

  /** One look at a time: who asks during one gets the result of the next, which sees what has happened meanwhile. */
  async look(): Promise<void> {
    if (this.#isLooking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isLooking = true;
    do {
      this.#isAskedAgain = false;
      const status = await this.find().catch(() => null);
      for (const listener of [...this.listeners]) this.#notify(listener, status);
    } while (this.#isAskedAgain && this.listeners.size > 0);
    this.#isLooking = false;
  }

  /** A listener that throws is removed, and does not affect the others: no caller awaits a look. */
  #notify(listener: StatusListener, status: ActivationStatus | null): void {
    try {
      if (status) listener.onStatus(status);
      else listener.onLost();
    } catch {
      this.listeners.delete(listener);
    }
  }

  stop(): void {
    clearInterval(this.#poll);
    this.#unwatch();
  }
}
