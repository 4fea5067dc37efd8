import { type Database, decided } from '../postgres/index.js';

/** As the field has it: the draft leaves it open, and this is what callers know from elsewhere. */
export const KEPT_SECONDS = 86_400;

/** More than a client ever tries again, and less than it takes to guess a password that stood in the request. */
const MOST_ASKED = 20;

export interface KeptAnswer {
  /** Whether it may be given once more. */
  readonly isTold: boolean;
  readonly keyId: string;
  readonly fingerprint: Buffer;
  readonly answer: Buffer | null;
  readonly person: string | null;
  readonly written: Readonly<Record<string, string | null>>;
}

/** The answers that are kept by key. */
export class KeptAnswers {
  constructor(private readonly database: Database) {}

  /**
   * What is kept by the key. Each look is counted before anything is compared; after the twentieth nothing is told any
   * more. Makes way where the key has had its time and the purge was not there yet.
   */
  async ask(application: string, id: Buffer): Promise<KeptAnswer | null> {
    const row = await this.database.decide<KeptAnswer & { asked: number }>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() - make_interval(secs => ${KEPT_SECONDS}) as oldest),
        over as (
          delete from gatehouse.idempotency_keys as known using clock
          where known.application = ${application} and known.id = ${id} and known.kept_at <= clock.oldest
        ),
        counted as (
          update gatehouse.idempotency_keys as known set asked = least(asked, ${MOST_ASKED}) + 1
          from clock
          where known.application = ${application} and known.id = ${id} and known.kept_at > clock.oldest
          returning asked, key_id as "keyId", fingerprint, answer, person, written
        )
        ${decided(sql, sql`select * from counted`)}`,
    );
    if (!row) return null;
    const { asked, ...kept } = row;
    return { ...kept, isTold: asked <= MOST_ASKED };
  }

  /** Takes back what a call has kept of an answer that it did not give in the end. */
  async forget(application: string, id: Buffer): Promise<void> {
    await this.database.query(
      (sql) => sql`delete from gatehouse.idempotency_keys where application = ${application} and id = ${id}`,
    );
  }
}
