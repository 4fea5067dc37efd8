import { connectTo } from './connect.js';
import type { DatabaseAddress } from './database-url.js';
import { HostChoice, type ServerState } from './host-choice.js';
import { askForState } from './server-connection.js';

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
  throw failure ?? new Error(`None of the servers is ${target}, as target_session_attrs asks for`);
}

async function stateOf(address: DatabaseAddress): Promise<ServerState> {
  const sql = connectTo(address, { max: 1, connect_timeout: 5, onnotice: () => undefined, prepare: false });
  try {
    const [state] = await sql<ServerState[]>`${askForState(sql)}`;
    return state as ServerState;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
