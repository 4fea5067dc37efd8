import type { CommandContext } from '@gatehouse/kernel';
import { wakeRelay } from '@gatehouse/platform/events';
import { keepAnswer } from '@gatehouse/platform/idempotency';
import { type Database, decided, isUniqueViolation } from '@gatehouse/platform/postgres';
import type {
  HolderKey,
  NewProofCode,
  ProofCodes,
  ProofMessageLimits,
  ProofOutcome,
  ProofSituation,
  ProofTry,
  RecipientHistory,
  RecipientKey,
} from '../../../application/ports/proof-codes.js';
import { type CodePurpose, purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy } from '../../../domain/policy.js';
import { hits, wrongTries } from '../sql/hits.js';
import { type MessagesSeenRow, messagesSeen, readMessagesSeen, TEXTS_BUCKET } from '../sql/message-counts.js';
import { messageSlot } from '../sql/message-slot.js';
import { type ProfileRow, profileOf } from '../sql/profile-columns.js';
import { latestReset } from '../sql/recipient-slot.js';
import { writeCode, writeEvents } from '../sql/write-code.js';
import { writeNotice } from '../sql/write-notice.js';
import { type ProofSituationRow, proofSituationQuery, readProofSituation } from './proof-situation.js';
import { proveCodeStatement } from './prove-code.js';

interface HistoryRow extends MessagesSeenRow {
  readonly text_messages: Date[];
  readonly latest_reset: Date | null;
  readonly wrong_tries: number;
}

export class PostgresProofCodes implements ProofCodes {
  constructor(private readonly database: Database) {}

  async historyOf(key: RecipientKey, purpose: CodePurpose, policy: CodePolicy): Promise<RecipientHistory> {
    const { application, recipient } = key;
    const row = await this.database.one<HistoryRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select now,
          ${messagesSeen(sql, key)},
          gatehouse.hits_since(${hits(sql, application, TEXTS_BUCKET, '')}, now - interval '1 day') as text_messages,
          ${latestReset(sql, application, recipient)},
          ${wrongTries(sql, application, purposes[purpose].triesBucket, recipient, policy)}
        from clock`,
    );
    return {
      ...readMessagesSeen(row, key),
      textMessages: row.text_messages,
      latestReset: row.latest_reset,
      wrongTries: row.wrong_tries,
    };
  }

  async issue(
    key: RecipientKey,
    next: NewProofCode | null,
    limits: ProofMessageLimits,
    context?: CommandContext,
  ): Promise<boolean> {
    const { application } = key;
    const done = await this.database.decide((sql) => {
      const slot = messageSlot(sql, key, limits, {
        gap: next && purposes[next.code.purpose].gapAfter === 'same-purpose' ? 'of-resets' : 'refuse',
        textsPerDay: limits.textsPerDay,
        holderId: next?.code.userId ?? undefined,
        holderHash: next?.asked?.provenHash,
      });
      const kept = keepAnswer(sql, context, 'slot');
      if (!next) return sql`with ${slot} ${kept} ${decided(sql, sql`select 1 from slot`)}`;
      const { id, userId, purpose, target } = next.code;
      const { asked } = next;
      return sql`
        with ${slot} ${kept},
        voided as (
          update gatehouse.activation_codes as code set voided_at = clock.now
          from slot, clock
          where code.application = ${application} and code.user_id = ${userId} and code.purpose = ${purpose}
            and code.target <> ${target} and code.consumed_at is null and code.voided_at is null
          returning 1
        ),
        ${writeCode(sql, application, next.code)},
        ${asked ? sql`${writeNotice(sql, application, asked.notice, sql`slot, holder`)},` : sql``}
        ${writeEvents(sql, application, userId ?? id, [next.event, ...(asked?.events ?? [])])}
        ${decided(sql, sql`select ${wakeRelay(sql)} from slot`)}`;
    });
    return done !== null;
  }

  async situationOf(key: HolderKey, purpose: CodePurpose, policy: CodePolicy): Promise<ProofSituation> {
    const row = await this.database.one<ProofSituationRow>((sql) => proofSituationQuery(sql, key, purpose, policy));
    return readProofSituation(row);
  }

  async prove(attempt: ProofTry): Promise<ProofOutcome> {
    try {
      const row = await this.database.one<ProfileRow & { counted: boolean }>((sql) => proveCodeStatement(sql, attempt));
      if (!row.counted) return { kind: 'stale' };
      if (!attempt.winner) return { kind: 'counted' };
      return row.id ? { kind: 'proven', profile: profileOf(row) } : { kind: 'stale' };
    } catch (error) {
      // Another account owns the address by now; nothing of this statement was written.
      if (isUniqueViolation(error, 'users_owner_of_address')) return { kind: 'taken' };
      throw error;
    }
  }
}
