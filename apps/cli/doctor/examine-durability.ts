import type { Database } from '@gatehouse/platform/postgres';
import { type Finding, good, warn } from './finding.js';

/** What the server promises of a commit, and what a crash takes when it does not (PostgreSQL manual, 19.5). */
const LOSSES = {
  fsync: 'a crash of the machine can corrupt the database',
  full_page_writes: 'a crash of the machine can leave partially written pages in the database',
  synchronous_commit: 'a crash of the server can lose acknowledged changes',
} as const;

type Durability = keyof typeof LOSSES;

/** Whether what was acknowledged survives a crash, as far as the server's settings and this role's can say. */
export async function examineDurability(database: Database): Promise<Finding[]> {
  const switchedOff = await database.query<{ name: Durability }>(
    (sql) => sql`
      select name from unnest(${Object.keys(LOSSES)}::text[]) with ordinality as setting (name, place)
      where current_setting(name) = 'off' order by place`,
  );
  return durabilityFindings(switchedOff.map(({ name }) => name));
}

export const durabilityFindings = (switchedOff: readonly Durability[]): Finding[] =>
  switchedOff.length === 0
    ? [good('durability', 'commits are on disk before they are acknowledged')]
    : switchedOff.map((name) =>
        warn(
          'durability',
          `${name} is off: ${LOSSES[name]}`,
          `Set ${name} = on for the server, the database and the role`,
        ),
      );
