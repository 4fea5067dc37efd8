import type { PersonalRecords, PersonKey } from '@gatehouse/kernel';
import { Description } from '@gatehouse/kernel';
import { IsRFC3339 } from 'class-validator';
import type { Database } from '../postgres/index.js';
import { KEPT_SECONDS } from './kept-answers.js';

@Description('An answer about the account, stored encrypted for a retry with the same Idempotency-Key')
export class KeptAnswerRecord {
  @IsRFC3339()
  keptAt!: string;

  @IsRFC3339()
  keptUntil!: string;
}

/** What the answers that are kept by key tell of a person: copies of the profile, and tokens, sealed. */
export class KeptAnswerRecords implements PersonalRecords {
  readonly name = 'repeatableAnswers';
  readonly description = 'Answers stored for a day for callers that sent an Idempotency-Key, latest first';
  readonly record = KeptAnswerRecord;

  constructor(private readonly database: Database) {}

  async find({ application, userId }: PersonKey): Promise<readonly KeptAnswerRecord[]> {
    const rows = await this.database.query<{ kept_at: Date }>(
      (sql) => sql`
        select kept_at from gatehouse.idempotency_keys
        where application = ${application} and person = ${userId} and answer is not null
        order by kept_at desc`,
    );
    return rows.map(({ kept_at: keptAt }) => ({
      keptAt: keptAt.toISOString(),
      keptUntil: new Date(keptAt.getTime() + KEPT_SECONDS * 1_000).toISOString(),
    }));
  }

  /** The key stays used: a repetition that comes late must not bring the person back. */
  async erase({ application, userId }: PersonKey): Promise<void> {
    await this.database.query(
      (sql) => sql`
        update gatehouse.idempotency_keys set answer = null, written = '{}'
        where application = ${application} and person = ${userId}`,
    );
  }
}
