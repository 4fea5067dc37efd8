import { connectTo, type DatabaseAddress } from '../postgres/index.js';

const LOOK_MS = 1_000;

interface Blocker {
  readonly pid: number;
  readonly program: string;
  readonly role: string | null;
  readonly state: string | null;
  readonly address: string | null;
}

/** Looks every second, over a connection of its own, whom the backend waits for, and says so when that changes. */
export function logWaiting(
  server: DatabaseAddress,
  pid: number,
  say: (line: string) => void,
): { stop(): Promise<void> } {
  const sql = connectTo(server, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 5,
    connection: { application_name: 'gatehouse-migrate-watch' },
  });
  let said = '';
  const look = async (): Promise<void> => {
    const blockers = await sql<Blocker[]>`
      select pid, application_name as program, usename as role, state, host(client_addr) as address
      from pg_stat_activity where pid = any(pg_blocking_pids(${pid})) order by pid`;
    const line = blockers.map(described).join(', ');
    if (line !== '' && line !== said) say(`waiting for ${line}`);
    said = line;
  };
  // What cannot be looked up is not told; the migration goes on.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await sql.end({ timeout: 1 });
    },
  };
}

const described = ({ pid, program, role, state, address }: Blocker): string =>
  `process ${pid} (${[program || 'no name', role, address ?? 'local', state].filter(Boolean).join(', ')})`;
