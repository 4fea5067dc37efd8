/** Rounds of each: the quickest counts, so that whatever else the machine does falls out. */
const ROUNDS = 5;
/** A round lasts several times as long as the steps in which systems count processor time, some milliseconds. */
const ROUND_MICROSECONDS = 10_000;

const microseconds = (work: () => unknown, times: number): number => {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

/** How often `work` has to be done to fill a round. */
function timesOf(work: () => unknown): number {
  let times = 1;
  while (microseconds(work, times) < ROUND_MICROSECONDS) times *= 2;
  return times;
}

/** How many times the processor time of `plain` it is that `hostile` takes, in the quickest of some rounds. */
export function slowdown(hostile: () => unknown, plain: () => unknown): number {
  const sides = [hostile, plain].map((work) => ({ work, times: timesOf(work), least: Number.POSITIVE_INFINITY }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of sides) {
      side.least = Math.min(side.least, microseconds(side.work, side.times) / side.times);
    }
  }
  const [ofHostile, ofPlain] = sides.map(({ least }) => least);
  return (ofHostile as number) / (ofPlain as number);
}
