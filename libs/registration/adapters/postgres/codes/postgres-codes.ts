import type { CommandContext } from '@gatehouse/kernel';
import { batchedCalls, type Database, isUniqueViolation } from '@gatehouse/platform/postgres';
import type {
  CodeMessageLimits,
  CodeSituation,
  Codes,
  CodeTry,
  CodeTryOutcome,
  Dispatch,
  HolderKey,
  MessageOutcome,
  NewCode,
} from '../../../application/ports/codes.js';
import type { CodeHistory, RecipientKey } from '../../../application/ports/message-history.js';
import type { Profile } from '../../../contract/read-models/profile.js';
import { type CodePurpose, purposes } from '../../../domain/code/purposes.js';
import type { CodePolicy, RegistrationPolicy } from '../../../domain/policy.js';
import { type MessagesSeenRow, messagesSeen, readMessagesSeen } from '../sql/message-slot.js';
import { type ProfileRow, profileOf } from '../sql/profile-columns.js';
import { latestOfGap } from '../sql/recipient-slot.js';
import { type DestinationRow, destinationSeen, readDestination, TEXTS_BUCKET } from '../sql/text-slot.js';
import { hitsSince, wrongTries } from '../sql/throttles.js';
import {
  type AskedRow,
  abandonStatement,
  type CodeToDispatch,
  type CodeToStart,
  type DispatchedRow,
  dispatchOf,
  dispatchStatement,
  rowsOf,
  startStatement,
} from './dispatch-code.js';
import { issueCodeStatement } from './issue-code.js';
import { outcomesStatement } from './message-outcomes.js';
import { type CodeSituationRow, codeSituation, readCodeSituation } from './read-code.js';
import { tryCodeStatement } from './try-code.js';

interface HistoryRow extends MessagesSeenRow, DestinationRow {
  readonly text_messages: Date[];
  readonly latest_of_purpose: Date | null;
  readonly wrong_tries: number;
}

export class PostgresCodes implements Codes {
  /** Many calls at once are one statement. */
  readonly #dispatch: (call: CodeToDispatch) => Promise<Dispatch>;
  readonly #start: (call: CodeToStart) => Promise<boolean>;

  constructor(private readonly database: Database) {
    this.#dispatch = batchedCalls(async (calls) => {
      const rows = await database.query<DispatchedRow>((sql) => dispatchStatement(sql, calls));
      return rowsOf(calls, rows).map(dispatchOf);
    });
    this.#start = batchedCalls(async (calls) => {
      const rows = await database.query<AskedRow>((sql) => startStatement(sql, calls));
      return rowsOf(calls, rows).map(({ known }) => known);
    });
  }

  async historyOf(key: RecipientKey, purpose: CodePurpose, policy: CodePolicy): Promise<CodeHistory> {
    const { application, recipient } = key;
    const row = await this.database.one<HistoryRow>(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now)
        select now,
          ${messagesSeen(sql, key)},
          ${hitsSince(sql, application, TEXTS_BUCKET, sql`''`, sql`now - interval '1 day'`)} as text_messages,
          ${latestOfGap(sql, application, recipient, purposes[purpose].gapBucket)},
          ${wrongTries(sql, application, purposes[purpose].triesBucket, recipient, policy)}
          ${destinationSeen(sql, key)}
        from clock`,
    );
    return {
      ...readMessagesSeen(row, key),
      textMessages: row.text_messages,
      latestOfPurpose: row.latest_of_purpose,
      wrongTries: row.wrong_tries,
      destination: key.destination ? readDestination(row) : null,
    };
  }

  async issue(
    key: RecipientKey,
    next: NewCode | null,
    limits: CodeMessageLimits,
    context: CommandContext,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => issueCodeStatement(sql, key, next, limits, context));
    return done !== null;
  }

  async situationOf(key: HolderKey, purpose: CodePurpose, policy: CodePolicy): Promise<CodeSituation> {
    const row = await this.database.one<CodeSituationRow>((sql) => codeSituation(sql, key, purpose, policy));
    return readCodeSituation(row);
  }

  async try(attempt: CodeTry): Promise<CodeTryOutcome> {
    const isOfRegistration = attempt.winner?.effect.kind === 'registration-proven';
    try {
      const row = await this.database.one<ProfileRow & { counted: boolean }>((sql) => tryCodeStatement(sql, attempt));
      if (!row.counted) return { kind: 'stale' };
      if (!attempt.winner) return { kind: 'counted' };
      if (!row.id) return { kind: 'stale' };
      return { kind: 'proven', profile: isOfRegistration ? provenProfile(row) : profileOf(row) };
    } catch (error) {
      // Nothing of this statement was written. Of registrations, the owner is found when the address is read again.
      if (isUniqueViolation(error, 'users_owner_of_address')) return { kind: isOfRegistration ? 'stale' : 'taken' };
      throw error;
    }
  }

  dispatch(
    application: string,
    codeId: string,
    sending: Parameters<Codes['dispatch']>[2],
    policies: RegistrationPolicy['codes'],
  ): Promise<Dispatch> {
    return this.#dispatch({ application, codeId, ...sending, policies });
  }

  start(application: string, codeId: string, isFollowed: boolean): Promise<boolean> {
    return this.#start({ application, codeId, isFollowed });
  }

  async recordOutcomes(application: string, outcomes: readonly MessageOutcome[]): Promise<void> {
    await this.database.query((sql) => outcomesStatement(sql, application, outcomes));
  }

  async abandon(application: string, codeId: string, reason: string): Promise<boolean> {
    const done = await this.database.decide((sql) => abandonStatement(sql, { application, codeId }, reason));
    return done !== null;
  }
}

/** A superseded registration is shown as pending: its end is not disclosed. */
const provenProfile = (row: ProfileRow): Profile => ({
  ...profileOf(row),
  state: row.state === 'active' ? 'active' : 'pending',
});
