/** Measures so many times, one after the other: a disturbance then spoils one of them, not the figure. */
export async function inRounds<T>(count: number, measure: (round: number) => Promise<T>): Promise<T[]> {
  const rounds: T[] = [];
  for (let round = 1; round <= count; round++) rounds.push(await measure(round));
  return rounds;
}
