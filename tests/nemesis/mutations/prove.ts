import { type PlayOptions, play } from '../play.ts';
import { violatedIn } from '../report/outcome.ts';
import { MUTATIONS, type Mutation } from './mutations.ts';

export interface Proof {
  readonly name: string;
  readonly says: string;
  readonly faults: readonly string[];
  /** The invariants that it broke; empty: it was not found. */
  readonly foundBy: readonly string[];
  /** From its start until it was found, with everything that had to be started. */
  readonly seconds: number;
}

/** Of one run; a mutation that does not show gets more of them, each with another seed. */
const MINUTES = 0.5;
const SETTLE_MS = 10_000;
/** Within which each mutation must be found. */
export const FOUND_WITHIN_SECONDS = 300;

/** Breaks a copy of the product in one way after the other, and runs each until the checker finds it. */
export async function prove(
  only: readonly string[],
  options: Omit<PlayOptions, 'minutes' | 'faults' | 'patches' | 'settleMs'>,
  found: (proof: Proof) => Promise<void>,
): Promise<readonly Proof[]> {
  const unknown = only.filter((name) => !MUTATIONS.some((mutation) => mutation.name === name));
  if (unknown.length > 0) throw new Error(`Unknown mutation: ${unknown.join(', ')}`);
  const proofs: Proof[] = [];
  for (const mutation of MUTATIONS.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const proof = await proofOf(mutation, options);
    await found(proof);
    const verdict = proof.foundBy.length > 0 ? `found by: ${proof.foundBy.join('; ')}` : 'NOT FOUND';
    options.note(`${mutation.name}: ${verdict}, after ${Math.round(proof.seconds)} s`);
    proofs.push(proof);
  }
  return proofs;
}

async function proofOf(
  { name, says, faults, patches }: Mutation,
  options: Parameters<typeof prove>[1],
): Promise<Proof> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  const quiet = { ...options, note: () => undefined };
  let foundBy: readonly string[] = [];
  for (let round = 0; foundBy.length === 0 && seconds() < FOUND_WITHIN_SECONDS; round++) {
    const seed = options.seed + round;
    const outcome = await play({ ...quiet, seed, minutes: MINUTES, faults, patches, settleMs: SETTLE_MS });
    foundBy = violatedIn(outcome).map((one) => one.name);
  }
  return { name, says, faults, foundBy, seconds: seconds() };
}
