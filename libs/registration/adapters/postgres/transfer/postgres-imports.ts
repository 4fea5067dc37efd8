import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import { commandRecord, eventsOfRows } from '@gatehouse/platform/events';
import { type Database, decided, type Sql } from '@gatehouse/platform/postgres';
import type {
  ImportBatch,
  Imports,
  LineStanding,
  UserOfLine,
  WrittenBatch,
} from '../../../application/ports/transfer.js';
import type { ImportProgress } from '../../../contract/commands/import-users.js';

interface WrittenRow extends ImportProgress {
  readonly passed: number;
  readonly written: number[];
}

interface StandingRow {
  readonly line: number;
  readonly own: string | null;
  readonly is_taken: boolean;
  readonly has_id: boolean;
}

export class PostgresImports implements Imports {
  constructor(private readonly database: Database) {}

  async open(importId: string, context: CommandContext): Promise<ImportProgress> {
    const { application } = context;
    const row = await this.database.one<ImportProgress>(
      (sql) => sql`
        with begun as (
          insert into gatehouse.imports as known (application, id) values (${application}, ${importId})
          on conflict (application, id) do update set lines = known.lines
          returning lines, imported
        ),
        ${audited(sql, context, { act: 'users.import-begun', subject: importId }, 'begun')}
        select lines, imported from begun`,
    );
    return { lines: row.lines, imported: row.imported };
  }

  async write(batch: ImportBatch): Promise<WrittenBatch | null> {
    const row = await this.database.decide<WrittenRow>((sql) => importStatement(sql, batch));
    if (!row) return null;
    const { lines, imported, passed, written } = row;
    return { progress: { lines, imported }, passed, imported: new Set(written) };
  }

  async standingOf({
    application,
    importId,
    users,
  }: Parameters<Imports['standingOf']>[0]): Promise<readonly LineStanding[]> {
    const asked = users.map(({ line, id, email }) => ({ line, id, email: email.canonical }));
    const rows = await this.database.query<StandingRow>(
      (sql) => sql`
        select asked.line,
          (select id from gatehouse.users where application = ${application} and import_id = ${importId}
            and import_line = asked.line) as own,
          exists (select 1 from gatehouse.users where application = ${application} and email = asked.email
            and state in ('active', 'suspended'))
          or exists (select 1 from gatehouse.users where application = ${application} and email = asked.email
            and state = 'pending' and import_id is not null) as is_taken,
          exists (select 1 from gatehouse.users where application = ${application} and id = asked.id) as has_id
        from jsonb_to_recordset(${sql.json(asked)}) as asked (line integer, id uuid, email text)
        order by asked.line`,
    );
    return rows.map(standingOfRow);
  }
}

function standingOfRow({ line, own, is_taken, has_id }: StandingRow): LineStanding {
  if (own !== null) return { line, kind: 'repeated', id: own };
  if (is_taken) return { line, kind: 'email-taken' };
  return { line, kind: has_id ? 'id-taken' : 'free' };
}

/**
 * Writes a batch of an import: users, their events, the most expensive of their hashes and the import's progress. Answers
 * one row, or none if the import was not begun.
 *
 * The guards: the import's row, locked first, so that of two who send the same lines the later one finds them passed;
 * and the indexes that give an address one owner, an id one user and a line one account. What these refuse is left out,
 * and nothing else with it. Pending rivals of an address are locked before it gets its owner, as an activation does, and
 * users are written in the order of their addresses, so that none of these wait for each other in a circle.
 */
function importStatement(sql: Sql, { application, importId, through, users, decoys, events }: ImportBatch) {
  const owners = users.filter(({ state }) => state === 'active').map(({ email }) => email.canonical);
  const record = commandRecord(
    sql,
    { application },
    {
      cause: 'begun',
      events: [
        eventsOfRows('written', events.imported, {
          subject: 'id',
          data: { userId: 'id', state: 'state', email: 'email_deliverable', locale: 'locale' },
        }),
        eventsOfRows('superseded', events.superseded, { subject: 'id', data: { userId: 'id', supersededBy: 'by_id' } }),
      ],
    },
  );
  return sql`
    with clock as materialized (select gatehouse.now() as now),
    begun as materialized (
      select lines from gatehouse.imports where application = ${application} and id = ${importId} for update
    ),
    person as materialized (
      select person.* from begun, jsonb_to_recordset(${sql.json(users.map(rowOf) as never)}) as person (
        line integer, id uuid, state text, email text, deliverable text, hash text, name text, surname text, phone text,
        phone_verified boolean, phone_required boolean, hobbies text[], birth_date date, locale text,
        accepted_terms text, terms_accepted_at timestamptz, created_at timestamptz)
      where person.line > begun.lines
    ),
    rivals as materialized (
      select rival.id, rival.email from gatehouse.users as rival
      where rival.application = ${application} and rival.email = any(${owners}::text[]) and rival.state = 'pending'
        and exists (select 1 from begun)
      order by rival.id
      for update
    ),
    written as (
      insert into gatehouse.users (application, id, state, email, email_deliverable, email_verified_at, password_hash,
        name, surname, phone, phone_verified_at, phone_required, hobbies, birth_date, locale, accepted_terms, terms_accepted_at,
        created_at, activated_at, import_id, import_line)
      select ${application}, id, state, email, deliverable, case state when 'active' then created_at end, hash,
        name, surname, phone, case when phone_verified then created_at end, phone_required, hobbies, birth_date, locale,
        accepted_terms, terms_accepted_at, created_at, case state when 'active' then created_at end, ${importId}, line
      from person
      where (select count(*) from rivals) >= 0 and (state = 'active'
        or not exists (select 1 from person as other where other.email = person.email and other.state = 'active')
        and not exists (select 1 from gatehouse.users as owner where owner.application = ${application}
          and owner.email = person.email and owner.state in ('active', 'suspended')))
      order by email, line
      on conflict do nothing
      returning id, state, email, email_deliverable, locale, import_line as line
    ),
    superseded as (
      update gatehouse.users as loser set state = 'superseded', version = loser.version + 1
      from rivals join written on written.email = rivals.email and written.state = 'active'
      where loser.application = ${application} and loser.id = rivals.id
      returning loser.id, written.id as by_id
    ),
    voided as (
      update gatehouse.activation_codes as code set voided_at = clock.now
      from clock, superseded
      where code.application = ${application} and code.user_id = superseded.id and code.purpose = 'activation'
        and code.consumed_at is null and code.voided_at is null
      returning 1
    ),
    decoys as (
      insert into gatehouse.foreign_hash_decoys as known (application, kind, work, hash, seen_at)
      select ${application}, kind, work, hash, clock.now
      from clock, jsonb_to_recordset(${sql.json(decoys as never)}) as decoy (kind text, work bigint, hash text)
      where exists (select 1 from written)
      order by kind
      on conflict (application, kind) do update set work = greatest(known.work, excluded.work),
        hash = case when known.work < excluded.work then excluded.hash else known.hash end, seen_at = excluded.seen_at
      returning 1
    ),
    moved as (
      update gatehouse.imports as import set lines = greatest(import.lines, ${through}::int),
        imported = import.imported + (select count(*) from written)
      from begun
      where import.application = ${application} and import.id = ${importId}
      returning import.lines, import.imported, begun.lines as passed
    )
    ${record.expressions}
    ${decided(
      sql,
      sql`select moved.*, array(select line from written) as written,
      case when exists (select 1 from written) then ${record.wake} end as woken
    from moved`,
    )}`;
}

const rowOf = ({ line, id, state, email, passwordHash, details, ...user }: UserOfLine) => ({
  line,
  id,
  state,
  email: email.canonical,
  deliverable: email.shown,
  hash: passwordHash,
  name: details.name,
  surname: details.surname,
  phone: details.phone,
  phone_verified: user.phoneVerified,
  phone_required: user.phoneRequired,
  hobbies: details.hobbies,
  birth_date: details.birthDate,
  locale: details.locale,
  accepted_terms: user.acceptedTerms?.version ?? null,
  terms_accepted_at: user.acceptedTerms?.acceptedAt ?? null,
  created_at: user.createdAt,
});
