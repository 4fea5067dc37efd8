import type { ReactiveController, ReactiveControllerHost } from 'lit';

const TICK_MS = 250;

/** Seconds that go down by themselves; its host renders again each time that one has passed. */
export class Countdown implements ReactiveController {
  /** Whole seconds, rounded up: 0 when the time has passed. */
  left = 0;
  #until = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly whenOver: () => void = () => undefined,
  ) {
    host.addController(this);
  }

  /** @param ms from now. A duration, so that a wrong clock does no harm; zero or less: nothing to wait for */
  start(ms: number): void {
    this.stop();
    if (ms <= 0) return;
    // The wall clock goes on while a phone sleeps, which performance.now() may not.
    this.#until = Date.now() + ms;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.left = 0;
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const left = Math.max(0, Math.ceil((this.#until - Date.now()) / 1_000));
    if (left === this.left && left > 0) return;
    this.left = left;
    this.host.requestUpdate();
    if (left > 0) return;
    clearInterval(this.#timer);
    this.whenOver();
  }
}
