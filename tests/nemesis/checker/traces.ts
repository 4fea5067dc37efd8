import type { Sql } from 'postgres';

/** Where a text of a person was found. */
export interface Trace {
  /** `deliveries.user_id` */
  readonly column: string;
  readonly text: string;
}

const SCHEMA = 'gatehouse';
/** Ids and addresses, wherever they are: in a column of their own, in JSON, in a list. */
const FORMS = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9._-]+@[a-z0-9.-]+';

/**
 * Where the database has one of these ids or addresses, in whatever column of whatever table of ours: a table that is added
 * later is read like the others.
 */
export async function tracesOf(sql: Sql, texts: readonly string[]): Promise<Trace[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = ${SCHEMA} and relkind in ('r', 'p') and not relispartition order by relname`;
  const found: Trace[] = [];
  for (const { name } of tables) {
    const traces = await sql<Trace[]>`
      select distinct ${name}::text || '.' || field.key as "column", form[1] as text
      from ${sql(`${SCHEMA}.${name}`)} as row, jsonb_each_text(to_jsonb(row)) as field,
        regexp_matches(lower(field.value), ${`(${FORMS})`}, 'g') as form
      where form[1] = any(${[...texts]}::text[])`;
    found.push(...traces);
  }
  return found;
}
