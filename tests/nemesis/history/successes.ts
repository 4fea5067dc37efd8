import { type Call, type History, isDone } from './history.ts';

/** What shows that the service works: when each was done, in order. */
export interface Successes {
  readonly read: readonly number[];
  readonly signUp: readonly number[];
  readonly mail: readonly number[];
}

export function successesOf(history: Pick<History, 'calls' | 'taken'>): Successes {
  return {
    read: timesOf(history.calls, 'probe-read'),
    signUp: timesOf(history.calls, 'sign-up'),
    mail: history.taken.map(({ at }) => at).toSorted((one, other) => one - other),
  };
}

/** Whether each of them was done after that time: the service has recovered from what ended then. */
export const isWorkingSince = (history: Pick<History, 'calls' | 'taken'>, at: number): boolean =>
  Object.values(successesOf(history)).every((times: readonly number[]) => (times.at(-1) ?? 0) >= at);

const timesOf = (calls: readonly Call[], asked: string): number[] =>
  calls
    .filter((call) => call.op === asked && isDone(call))
    .map(({ answeredAt }) => answeredAt ?? 0)
    .toSorted((one, other) => one - other);
