import type { DatabaseAddress } from './database-url.js';
import { HostChoice, type ServerState } from './host-choice.js';
import { askForState } from './server-connection.js';
import { SoleConnection } from './sole-connection.js';

/** Each server gets so long to say what it is, the start of the session included, in milliseconds. */
const STATE_MS = 5_000;

/**
 * Tries the servers in turn, as libpq does, until one is what `target_session_attrs` asks for. For a client whose
 * connections all lead to one server; a pool chooses for each of its own (docs/adr/0055).
 * @returns the address with that server alone; all of them where any will do
 * @throws Error of the last server that did not answer, or one that says that none suits
 */
export async function findServer(address: DatabaseAddress): Promise<DatabaseAddress> {
  const { places, target } = address;
  const choice = new HostChoice(address);
  if (!choice.isParticular) return address;
  const begin = choice.first;
  const inTurn = [...places.keys()].map((turn) => (begin + turn) % places.length);
  let failure: unknown;
  for (const anyWillDo of target === 'prefer-standby' ? [false, true] : [false]) {
    for (const index of inTurn) {
      const alone = { ...address, places: places.slice(index, index + 1) };
      try {
        if (choice.suits(index, await stateOf(alone)) || anyWillDo) return alone;
      } catch (error) {
        failure = error;
      }
    }
  }
  throw failure ?? new Error(`None of the servers is ${target}, as target_session_attrs requires`);
}

async function stateOf(address: DatabaseAddress): Promise<ServerState> {
  const connection = new SoleConnection(address, 'gatehouse-find-server');
  try {
    const [state] = await connection.within(STATE_MS, connection.sql<ServerState[]>`${askForState(connection.sql)}`);
    return state as ServerState;
  } finally {
    await connection.end();
  }
}
