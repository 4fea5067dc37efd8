import type { Db } from 'pg-boss';

type ExecuteSql = Db['executeSql'];

const FETCH = /^\s*with\s+next\s+as\s.*\sskip\s+locked\b/isu;

/** Whether pg-boss takes jobs by this statement. Any other one runs as it comes. */
export const isFetch = (text: string): boolean => FETCH.test(text);

/**
 * Each of a queue's pollers is woken for every job, and one of them finds it. Here equal fetches wait for each other, and one that
 * finds less than it may take answers for all that were asked for before it began: there was nothing left for them
 * (docs/adr/0153). A fetch that is alone runs at once.
 * @param batch most jobs that a fetch takes
 */
export function sharedFetches(executeSql: ExecuteSql, batch: number): ExecuteSql {
  /** By statement, while one is under way: those that wait to hear whether it is their turn. */
  const lines = new Map<string, ((isTurn: boolean) => void)[]>();

  const takeTurn = async (key: string, fetch: () => ReturnType<ExecuteSql>) => {
    const line = lines.get(key) ?? [];
    lines.set(key, line);
    const askedBefore = line.splice(0);
    let hasAll = false;
    try {
      const answer = await fetch();
      hasAll = answer.rows.length < batch;
      return answer;
    } finally {
      if (hasAll) for (const tell of askedBefore) tell(false);
      else line.unshift(...askedBefore);
      const next = line.shift();
      if (next) next(true);
      else lines.delete(key);
    }
  };

  return async (text, values) => {
    if (!isFetch(text)) return executeSql(text, values);
    const key = JSON.stringify([text, values]);
    const { promise: isTurn, resolve } = Promise.withResolvers<boolean>();
    const line = lines.get(key);
    if (line) line.push(resolve);
    else return takeTurn(key, () => executeSql(text, values));
    return (await isTurn) ? takeTurn(key, () => executeSql(text, values)) : { rows: [] };
  };
}
