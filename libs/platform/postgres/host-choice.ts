import { randomInt } from 'node:crypto';
import type { TargetSessionAttributes } from './connection-parameters.js';
import { type DatabaseAddress, parseDatabaseUrl } from './database-url.js';

/** What a server says of itself. */
export interface ServerState {
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
}

/** With which of several hosts a connection begins: the one that suited last. */
export class HostChoice {
  #first: number;
  /** Servers in a row that did not suit. */
  #misses = 0;

  constructor(private readonly address: Pick<DatabaseAddress, 'places' | 'target' | 'anyHostFirst'>) {
    this.#first = address.anyHostFirst ? randomInt(address.places.length) : 0;
  }

  get first(): number {
    if (this.address.anyHostFirst && this.address.target === 'any') return randomInt(this.address.places.length);
    return this.#first;
  }

  /** Whether connections have to be asked what they have reached. */
  get isParticular(): boolean {
    return this.address.target !== 'any';
  }

  /** Notes what was reached at that place; where it does not suit, the next connection begins behind it. */
  suits(place: number, state: ServerState): boolean {
    const { target, places } = this.address;
    const suits = SUITABLE[target](state) || (target === 'prefer-standby' && this.#misses >= places.length);
    this.#misses = suits ? 0 : this.#misses + 1;
    this.#first = suits ? place : (place + 1) % places.length;
    return suits;
  }
}

/** Where the connections of a pool lead. @throws DatabaseUrlFault */
export function routeTo(url: string): { address: DatabaseAddress; choice: HostChoice } {
  const address = parseDatabaseUrl(url);
  return { address, choice: new HostChoice(address) };
}

const SUITABLE: Readonly<Record<TargetSessionAttributes, (state: ServerState) => boolean>> = {
  any: () => true,
  'read-write': ({ readOnly }) => !readOnly,
  'read-only': ({ readOnly }) => readOnly,
  primary: ({ inRecovery }) => !inRecovery,
  standby: ({ inRecovery }) => inRecovery,
  'prefer-standby': ({ inRecovery }) => inRecovery,
};
