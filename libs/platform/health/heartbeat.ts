/** Told by a loop after each turn that went well, so that somebody notices when there are none. */
export class Heartbeat {
  #beatAt = performance.now();

  /**
   * @param name of the loop, such as `relay webhooks`
   * @param longestMs longest time between two turns before the loop counts as stalled
   */
  constructor(
    readonly name: string,
    private readonly longestMs: number,
  ) {}

  beat(): void {
    this.#beatAt = performance.now();
  }

  /** Since the last turn, or since it was made. */
  get silentMs(): number {
    return performance.now() - this.#beatAt;
  }

  get isStalled(): boolean {
    return this.silentMs > this.longestMs;
  }
}
