import type { Finding } from '@gatehouse/deployment/doctor';

/** An examination asks the database, the broker, providers and DNS: pages that reload by themselves must not. */
const KEPT_MS = 120_000;

export interface Examination {
  readonly examinedAt: Date;
  readonly findings: readonly Finding[];
}

/**
 * What the doctor found last. Reading it never waits: reading findings that are too old starts an examination, whose findings
 * later reads get. One runs at a time, however many read.
 */
export class KeptFindings {
  #latest: Examination | null = null;
  #isUnderWay = false;

  /** @param examine must not reject for what it finds */
  constructor(
    private readonly examine: () => Promise<readonly Finding[]>,
    private readonly now: () => number = Date.now,
  ) {}

  /** Null as long as nothing has been examined. */
  look(): Examination | null {
    const isFresh = this.#latest !== null && this.now() - this.#latest.examinedAt.getTime() < KEPT_MS;
    if (!isFresh && !this.#isUnderWay) void this.#renew();
    return this.#latest;
  }

  async #renew(): Promise<void> {
    this.#isUnderWay = true;
    try {
      const findings = await this.examine();
      this.#latest = { examinedAt: new Date(this.now()), findings };
    } catch (error) {
      const words = error instanceof Error ? error.name : 'an unknown fault';
      const found = `the examination was broken off: ${words}`;
      const finding: Finding = { subject: 'doctor', state: 'bad', found, advice: 'Run `gatehouse doctor`' };
      this.#latest = { examinedAt: new Date(this.now()), findings: [finding] };
    } finally {
      this.#isUnderWay = false;
    }
  }
}
