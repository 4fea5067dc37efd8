import { median } from '../../bench/measure/statistics.ts';
import { type Fault, type History, isDone, type Taken } from '../history/history.ts';
import { successesOf } from '../history/successes.ts';
import { FAULT_KINDS } from '../nemesis/nemesis.ts';
import type { Doubles, FaultFigures, Outcome, Recovery } from './outcome.ts';

/**
 * Of each kind that came, in the order of the kinds.
 * @param until when the people stopped, as `Date.now()` has it
 */
export function figuresOfFaults(history: History, until: number): FaultFigures[] {
  const successes = successesOf(history);
  return FAULT_KINDS.flatMap(({ name, says, counts }) => {
    const faults = history.faults.filter(({ kind, endedAt }) => kind === name && endedAt !== null);
    if (faults.length === 0) return [];
    const seen = faults.filter(({ endedAt }) => (endedAt ?? 0) < until);
    return {
      name,
      says,
      counts,
      times: faults.length,
      injuries: faults.reduce((sum, { injuries }) => sum + injuries, 0),
      unseen: faults.length - seen.length,
      read: recovery(seen, successes.read),
      signUp: recovery(seen, successes.signUp),
      mail: recovery(seen, successes.mail),
    };
  });
}

/** @param successes ascending; a fault after the last of them tells nothing */
function recovery(faults: readonly Fault[], successes: readonly number[]): Recovery | null {
  const waits = faults
    .flatMap(({ target, endedAt }) => {
      const end = endedAt ?? 0;
      const first = successes.find((at) => at >= end);
      return first === undefined ? [] : [{ target, ms: first - end }];
    })
    .sort((one, other) => one.ms - other.ms);
  const worst = waits.at(-1);
  if (worst === undefined) return null;
  const middle = Math.round(median(waits.map(({ ms }) => ms)));
  return { times: waits.length, median: middle, worst: worst.ms, worstTarget: worst.target };
}

export function figuresOfLoad({ calls }: History): Outcome['load'] {
  const byOperation = Map.groupBy(calls, ({ op }) => op);
  return Object.fromEntries(
    [...byOperation].map(([op, all]) => {
      const done = all.filter(isDone).length;
      const unanswered = all.filter(({ status }) => status === 0).length;
      return [op, { asked: all.length, done, refused: all.length - done - unanswered, unanswered }];
    }),
  );
}

export function figuresOfDoubles({ taken }: History): Doubles {
  const known = taken.filter(({ deliveryId }: Taken) => deliveryId !== null);
  const copies = [...Map.groupBy(known, ({ deliveryId }) => deliveryId).values()].map(({ length }) => length);
  return {
    messages: copies.length,
    repeated: copies.filter((count) => count > 1).length,
    tooMany: copies.reduce((sum, count) => sum + count - 1, 0),
    most: Math.max(0, ...copies),
  };
}
