import type { Sql } from '@gatehouse/platform/postgres';
import { type CodePurpose, type Purpose, purposes } from '../../../domain/code/purposes.js';
import type { UserState } from '../../../domain/user/user.js';

const ALL = Object.keys(purposes) as CodePurpose[];

/** A purpose as text of the statement, not a parameter: an index of one purpose is found whatever the plan. */
export const purposeText = (sql: Sql, purpose: CodePurpose) => sql.unsafe(`'${purpose}'`);

/** States as text of the statement, as in `state in ${…}`: the indexes of addresses hold some states alone. */
export const statesText = (sql: Sql, states: readonly UserState[]) =>
  sql.unsafe(`(${states.map((state) => `'${state}'`).join(', ')})`);

/** The purposes of which something holds, as in `code.purpose in ${…}`. */
export const purposesThat = (sql: Sql, hold: (purpose: Purpose) => boolean) =>
  sql.unsafe(`(${ALL.filter((purpose) => hold(purposes[purpose])).map((purpose) => `'${purpose}'`)})`);
