import { Overloaded } from '@gatehouse/kernel';
import type {
  HashDecoy,
  HashPlace,
  HashPriority,
  HashTurn,
  PasswordHasher,
} from '../../../../libs/registration/application/ports/password-hasher.js';

/** Hashes that a test can read. It keeps account of the room that calls take. */
export class PlainHasher implements PasswordHasher {
  /** The turns of places that are still taken, and of all that was computed. */
  readonly taken: HashTurn[] = [];
  readonly turns: string[] = [];
  /** Nobody finds room before a call; or only when its hashes are computed. */
  isFull = false;
  isFullLater = false;
  readonly decoys: HashDecoy[] = [];

  takePlace(turn: HashTurn): HashPlace {
    if (this.isFull) throw new Overloaded(1);
    const { application, priority } = turn;
    const place = { application, priority, leave: () => this.#leave(place) };
    this.taken.push(place);
    return place;
  }

  async hashForAddress(
    password: string,
    application: string,
    email: string,
    turn: HashPriority | HashPlace = 'sign-up',
  ) {
    this.#compute(typeof turn === 'string' ? turn : turn.priority);
    return hashOf(password, application, email);
  }

  ofNoPassword(application: string, email: string): string {
    return `no password at ${application}/${email}`;
  }

  isOutdated(hash: string): boolean {
    return hash.startsWith('old ');
  }

  async matching(typed: string, hashes: readonly string[], turn: HashTurn, decoys: readonly HashDecoy[]) {
    this.#compute(turn.priority);
    this.decoys.push(...decoys);
    const start = `hash of ${typed.normalize('NFKC')} at `;
    return hashes.flatMap((hash, at) => (hash.replace(/^old /, '').startsWith(start) ? [at] : []));
  }

  #compute(priority: HashPriority): void {
    if (this.isFullLater) throw new Overloaded(1);
    this.turns.push(priority);
  }

  #leave(place: HashPlace): void {
    const at = this.taken.indexOf(place);
    if (at >= 0) this.taken.splice(at, 1);
  }
}

export const hashOf = (password: string, application: string, email: string): string =>
  `hash of ${password} at ${application}/${email}`;
