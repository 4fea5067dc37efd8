import type { Sql } from '@gatehouse/platform/postgres';
import { type CodePurpose, type Purpose, purposes } from '../../../domain/code/purposes.js';

const ALL = Object.keys(purposes) as CodePurpose[];

/** A purpose as text of the statement, not a parameter: an index of one purpose is found whatever the plan. */
export const purposeText = (sql: Sql, purpose: CodePurpose) => sql.unsafe(`'${purpose}'`);

/** The purposes of which something holds, as in `code.purpose in ${…}`. */
export const purposesThat = (sql: Sql, hold: (purpose: Purpose) => boolean) =>
  sql.unsafe(`(${ALL.filter((purpose) => hold(purposes[purpose])).map((purpose) => `'${purpose}'`)})`);
