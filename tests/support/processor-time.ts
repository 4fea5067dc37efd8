/** Rounds of each: the quickest counts, so that whatever else the machine does falls out. */
const ROUNDS = 5;
/** A round lasts several times as long as the steps in which systems count processor time, some milliseconds. */
const ROUND_MICROSECONDS = 10_000;

interface Measured {
  readonly work: () => unknown;
  /** How often it has to be done to fill a round. */
  readonly times: number;
  /** Microseconds that one takes, in the quickest round so far. */
  least: number;
}

const microseconds = (work: () => unknown, times: number): number => {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

function firstRound(work: () => unknown, atLeast = 1): Measured {
  for (let times = Math.max(1, Math.floor(atLeast)); ; times *= 2) {
    const spent = microseconds(work, times);
    if (spent >= ROUND_MICROSECONDS) return { work, times, least: spent / times };
  }
}

function anotherRound(of: Measured): void {
  of.least = Math.min(of.least, microseconds(of.work, of.times) / of.times);
}

/**
 * Answers how many times the processor time of `plain` other work takes, each in the quickest of its rounds. `plain` is
 * measured once. Other work that is below `limit` gets no further round: one could only be quicker.
 */
export function slowdownTo(plain: () => unknown): (hostile: () => unknown, limit: number) => number {
  let known: Measured | undefined;
  return (hostile, limit) => {
    if (!known) {
      known = firstRound(plain);
      for (let round = 1; round < ROUNDS; round += 1) anotherRound(known);
    }
    const asked = firstRound(hostile, known.times / limit);
    for (let round = 1; round < ROUNDS && asked.least >= limit * known.least; round += 1) {
      anotherRound(known);
      anotherRound(asked);
    }
    return asked.least / known.least;
  };
}
