import type { HashDecoy } from '../../application/ports/password-hasher.js';
import type { ForeignHash } from '../foreign-hashes/foreign-scheme.js';
import { isForeign, keptForeignHash } from '../foreign-hashes/known-foreign-hashes.js';
import type { ComputeInTurn } from './hash-queue.js';

/** What a proof of a password costs at most beside our own hash, in seconds of one core, however many kinds an application has. */
export const MOST_DECOY_SECONDS = 1;
/** What one address' own foreign hashes may cost together: an imported registration beside an imported account. */
const MOST_OWN_SECONDS = 2;

interface FoundHash {
  readonly index: number;
  readonly hash: ForeignHash;
}

const secondsOf = ({ work, secondsPerWork }: ForeignHash): number => work * secondsPerWork;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/**
 * As it was typed, which is what others have hashed; and in the other normal form, because one keyboard composes é where another
 * writes e and an accent.
 */
function formsOf(typed: string): readonly string[] {
  const composed = typed.normalize('NFC');
  const other = typed === composed ? typed.normalize('NFD') : composed;
  return other === typed ? [typed] : [typed, other];
}

/**
 * The part of a proof that hashes of other systems cost: the same for everybody in an application, whether or not theirs came from
 * elsewhere. The person's own are computed, then what is missing is spent on the decoys, the most expensive first.
 */
export class ForeignProof {
  readonly #own: readonly FoundHash[];
  readonly #decoys: readonly ForeignHash[];
  readonly #budget: number;

  readonly #forms: readonly string[];

  /** @param typed what the person typed: its forms cost everybody the same, at most twice the decoys */
  constructor(typed: string, hashes: readonly string[], decoys: readonly HashDecoy[]) {
    this.#forms = formsOf(typed);
    const own = hashes.flatMap((hash, index) => (isForeign(hash) ? [{ index, hash: keptForeignHash(hash) }] : []));
    this.#own = affordable(own);
    this.#decoys = decoys.map(({ hash }) => keptForeignHash(hash)).sort((a, b) => secondsOf(b) - secondsOf(a));
    this.#budget = this.#forms.length * Math.min(MOST_DECOY_SECONDS, sum(this.#decoys.map(secondsOf)));
  }

  /** Of one core, by estimate. */
  get seconds(): number {
    return Math.max(this.#budget, this.#forms.length * sum(this.#own.map(({ hash }) => secondsOf(hash))));
  }

  /** Indexes of the hashes that belong to the password. */
  async matching(compute: ComputeInTurn): Promise<number[]> {
    const found: number[] = [];
    const spent = new Map<string, number>();
    for (const { index, hash } of this.#own) {
      for (const form of this.#forms) {
        const belongs = await compute(secondsOf(hash), () => hash.belongsTo(form));
        spent.set(hash.kind, (spent.get(hash.kind) ?? 0) + secondsOf(hash));
        if (!belongs) continue;
        found.push(index);
        break;
      }
    }
    await this.#spendRest(spent, compute);
    return found;
  }

  async #spendRest(spent: ReadonlyMap<string, number>, compute: ComputeInTurn): Promise<void> {
    let left = this.#budget - sum([...spent.values()]);
    for (const decoy of this.#decoys) {
      let owed = this.#forms.length * secondsOf(decoy) - (spent.get(decoy.kind) ?? 0);
      for (const form of this.#forms) {
        const seconds = Math.min(left, owed, secondsOf(decoy));
        const work = Math.round(seconds / decoy.secondsPerWork);
        if (work <= 0) break;
        if (work === decoy.work) await compute(seconds, () => decoy.belongsTo(form));
        else await compute(seconds, () => decoy.spend(work));
        left -= seconds;
        owed -= seconds;
      }
    }
  }
}

/** As many as one address may have, from the first on. */
function affordable(own: readonly FoundHash[]): FoundHash[] {
  let left = MOST_OWN_SECONDS;
  return own.filter(({ hash }) => {
    left -= secondsOf(hash);
    return left >= 0;
  });
}
