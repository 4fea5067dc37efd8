import type { CommandContext } from '@gatehouse/kernel';
import { audited } from '@gatehouse/platform/audit';
import type { Database } from '@gatehouse/platform/postgres';
import type { ImportBatch, Imports, LineStanding, WrittenBatch } from '../../../application/ports/imports.js';
import type { ImportProgress } from '../../../contract/commands/begin-import.js';
import { importStatement } from './import-statement.js';

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
