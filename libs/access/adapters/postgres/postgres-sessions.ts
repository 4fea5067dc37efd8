import type { CommandContext } from '@gatehouse/kernel';
import { commandRecord } from '@gatehouse/platform/events';
import { type Database, decided } from '@gatehouse/platform/postgres';
import type { NewSession, SessionKey, Sessions, SessionViews } from '../../application/ports/sessions.js';
import type { SessionSummary } from '../../contract/queries/find-sessions.js';
import type { CredentialsStanding, Revocation, Session, SessionPolicy } from '../../domain/session/session.js';
import { notifyRevoked, revocations, revokeSessions } from './postgres-revoked-sessions.js';

interface SessionRow {
  readonly now: Date;
  readonly user_id: string;
  readonly credentials_version: number;
  readonly token_hash: string;
  readonly previous_token_hash: string | null;
  readonly rotated_at: Date | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
}

export class PostgresSessions implements Sessions {
  constructor(private readonly database: Database) {}

  async start(session: NewSession, policy: SessionPolicy, context?: CommandContext): Promise<void> {
    const { application, id, userId, credentialsVersion, tokenHash, device, network, started, crowdedOut } = session;
    await this.database.query((sql) => {
      const record = commandRecord(
        sql,
        { application, repeatable: context?.repeatable },
        { cause: 'started', events: [revocations(crowdedOut), started], answer: {} },
      );
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        started as (
          insert into gatehouse.sessions (application, id, user_id, credentials_version, token_hash, created_at,
            last_used_at, expires_at, browser, system, network)
          select ${application}, ${id}, ${userId}, ${credentialsVersion}, decode(${tokenHash}, 'hex'), now, now,
            now + make_interval(secs => ${Math.min(policy.idleSeconds, policy.longestSeconds)}),
            ${device?.browser ?? null}, ${device?.system ?? null}, ${network}
          from clock
          returning 1
        ),
        -- The new session is not among them: a statement does not see what it writes.
        doomed as (
          select id from gatehouse.sessions, clock
          where application = ${application} and user_id = ${userId} and revoked_at is null and expires_at > clock.now
          order by last_used_at desc, id desc offset ${policy.perUser - 1}
        ),
        ${revokeSessions(sql, application)}
        ${record.expressions}
        select ${record.wake}, ${notifyRevoked(sql)}`;
    });
  }

  async find({ application, id }: SessionKey): Promise<{ session: Session; now: Date } | null> {
    const row = await this.database.decide<SessionRow>(
      (sql) => sql`
        ${decided(
          sql,
          sql`select gatehouse.now() as now, user_id, credentials_version, encode(token_hash, 'hex') as token_hash,
          encode(previous_token_hash, 'hex') as previous_token_hash, rotated_at, created_at, expires_at, revoked_at
        from gatehouse.sessions where application = ${application} and id = ${id}`,
        )}`,
    );
    if (!row) return null;
    return {
      now: row.now,
      session: {
        id,
        userId: row.user_id,
        credentialsVersion: row.credentials_version,
        tokenHash: row.token_hash,
        previousTokenHash: row.previous_token_hash,
        rotatedAt: row.rotated_at,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        revokedAt: row.revoked_at,
      },
    };
  }

  /** The guard is the hash: of parallel exchanges of one token, one finds it. */
  async rotate(
    { application, id }: SessionKey,
    { presented, next }: { readonly presented: string; readonly next: string },
    expiresAt: Date,
  ): Promise<boolean> {
    const done = await this.database.decide(
      (sql) => sql`
        with clock as materialized (select gatehouse.now() as now),
        rotated as (
          update gatehouse.sessions as session set
            token_hash = decode(${next}, 'hex'), previous_token_hash = token_hash,
            rotated_at = clock.now, last_used_at = clock.now, expires_at = ${expiresAt}
          from clock
          where session.application = ${application} and session.id = ${id}
            and session.token_hash = decode(${presented}, 'hex')
            and session.revoked_at is null and session.expires_at > clock.now
          returning 1
        )
        ${decided(sql, sql`select * from rotated`)}`,
    );
    return done !== null;
  }

  async revoke(
    { application, id, userId }: SessionKey & { readonly userId: string },
    event: Revocation,
  ): Promise<boolean> {
    const done = await this.database.decide((sql) => {
      const record = commandRecord(sql, { application }, { cause: 'doomed', events: [revocations(event)] });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        doomed as (
          select id from gatehouse.sessions
          where application = ${application} and id = ${id} and user_id = ${userId}
        ),
        ${revokeSessions(sql, application)}
        ${record.expressions}
        ${decided(sql, sql`select ${record.wake}, ${notifyRevoked(sql)} from doomed`)}`;
    });
    return done !== null;
  }

  async revokeAll(userId: string, event: Revocation, context: CommandContext): Promise<void> {
    const { application } = context;
    await this.database.query((sql) => {
      const audit = { act: 'user.signed-out', subject: userId };
      const record = commandRecord(sql, context, { cause: 'revoked', events: [revocations(event)], audit });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        doomed as (
          select id from gatehouse.sessions, clock
          where application = ${application} and user_id = ${userId} and revoked_at is null and expires_at > clock.now
        ),
        ${revokeSessions(sql, application)}
        ${record.expressions}
        select ${record.wake}, ${notifyRevoked(sql)}`;
    });
  }

  async revokeOvertaken(
    { application, userId }: { readonly application: string; readonly userId: string },
    { credentialsVersion, keptSession }: CredentialsStanding,
    event: Revocation,
  ): Promise<void> {
    await this.database.query((sql) => {
      const record = commandRecord(sql, { application }, { cause: 'doomed', events: [revocations(event)] });
      return sql`
        with clock as materialized (select gatehouse.now() as now),
        doomed as (
          select id from gatehouse.sessions
          where application = ${application} and user_id = ${userId} and revoked_at is null
            and credentials_version < ${credentialsVersion} and id is distinct from ${keptSession}::uuid
        ),
        ${revokeSessions(sql, application)}
        ${record.expressions}
        select ${record.wake}, ${notifyRevoked(sql)}`;
    });
  }
}

/** What a session was started with. */
export interface DeviceRow {
  readonly browser: string | null;
  readonly system: string | null;
  readonly network: string | null;
}

export const deviceOf = ({ browser, system, network }: DeviceRow) => ({
  device: browser === null && system === null ? null : { browser, system },
  network,
});

interface SummaryRow extends DeviceRow {
  readonly id: string;
  readonly created_at: Date;
  readonly last_used_at: Date;
  readonly expires_at: Date;
}

export class PostgresSessionViews implements SessionViews {
  constructor(private readonly database: Database) {}

  async of({ application, userId, current }: Parameters<SessionViews['of']>[0]): Promise<SessionSummary[]> {
    const rows = await this.database.query<SummaryRow>(
      (sql) => sql`
        select id, created_at, last_used_at, expires_at, browser, system, network from gatehouse.sessions
        where application = ${application} and user_id = ${userId} and revoked_at is null
          and expires_at > gatehouse.now()
        order by last_used_at desc, id desc`,
    );
    return rows.map((row) => ({
      id: row.id,
      current: row.id === current,
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      ...deviceOf(row),
    }));
  }
}
