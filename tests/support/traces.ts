import type { TestDatabase } from './database.js';

/**
 * Where the database holds one of these texts, in whatever column of whatever table, the job queue's among them:
 * `gatehouse.users.email: ada@example.org`. Capitals do not matter.
 */
export async function tracesOf({ sql }: TestDatabase, texts: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p') and not relispartition and nspname !~ '^(pg_|information_schema)' order by 1`;
  const wanted = JSON.stringify(texts.map((text) => text.toLowerCase())).replaceAll("'", "''");
  const each = tables.map(
    ({ name }) => `
      select distinct '${name}.' || field.key || ': ' || wanted.text as trace
      from ${name} as row, jsonb_each_text(to_jsonb(row)) as field, jsonb_array_elements_text('${wanted}') as wanted (text)
      where position(wanted.text in lower(field.value)) > 0`,
  );
  const rows = await sql.unsafe<{ trace: string }[]>(`${each.join(' union all ')} order by 1`);
  return rows.map(({ trace }) => trace);
}
