import { ConnectionPool, codeOf, type DatabaseAddress, HostChoice } from '../postgres/index.js';
import { atMost } from '../process.js';

/** How a session is told from all others, also after a restart of the server. */
export interface SessionName {
  readonly pid: number;
  /** As the server writes it. */
  readonly startedAt: string;
}

export interface WatchBounds {
  /** From one look to the next. */
  readonly lookMs: number;
  /** A look gets so long. */
  readonly answerMs: number;
  /** So many looks in a row that did not see the session, and it is given up. */
  readonly misses: number;
}

export interface WatchEvents {
  /** Whom the session waits for, each time that this changes. */
  readonly onWaiting: (line: string) => void;
  readonly onLost: () => void;
}

interface Sight {
  readonly isThere: boolean;
  readonly blockers: readonly Blocker[];
}

interface Blocker {
  readonly pid: number;
  readonly program: string;
  readonly role: string | null;
  readonly state: string | null;
  readonly address: string | null;
}

/**
 * Looks after a session whose statement may take hours, over a connection of its own: whether the server still has it, and
 * whom it waits for. A peer that went away without a word is noticed only by asking, and the session itself is busy.
 */
export class SessionWatch {
  readonly #pool: ConnectionPool;
  #timer: NodeJS.Timeout | undefined;
  #said = '';
  #misses = 0;

  constructor(
    address: DatabaseAddress,
    private readonly session: SessionName,
    private readonly bounds: WatchBounds,
    private readonly events: WatchEvents,
  ) {
    const connection = {
      address,
      choice: new HostChoice(address),
      applicationName: 'gatehouse-migrate-watch',
      statementTimeoutMs: bounds.answerMs,
    };
    this.#pool = new ConnectionPool(connection, 1);
    this.#lookLater();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await atMost(1_000, this.#pool.close(0));
  }

  #lookLater(): void {
    this.#timer = setTimeout(() => void this.#look(), this.bounds.lookMs);
  }

  async #look(): Promise<void> {
    this.#note(await this.#sight());
    if (!this.#timer) return;
    if (this.#misses < this.bounds.misses) this.#lookLater();
    else this.events.onLost();
  }

  #note(sight: Sight | 'refused' | null): void {
    if (sight === 'refused') return;
    this.#misses = sight?.isThere ? 0 : this.#misses + 1;
    if (!sight) return;
    const line = sight.blockers.map(described).join(', ');
    if (line !== '' && line !== this.#said) this.events.onWaiting(`waiting for ${line}`);
    this.#said = line;
  }

  /** Null where nobody answers. A server that refuses to look, for want of connections, is there: that tells nothing. */
  async #sight(): Promise<Sight | 'refused' | null> {
    const { pid, startedAt } = this.session;
    try {
      const [sight] = await this.#pool.run<Sight>(
        (sql) => sql`
          select exists (
              select from pg_stat_activity where pid = ${pid} and backend_start::text = ${startedAt}
            ) as "isThere",
            coalesce((
              select jsonb_agg(jsonb_build_object('pid', pid, 'program', application_name, 'role', usename,
                'state', state, 'address', host(client_addr)) order by pid)
              from pg_stat_activity where pid = any(pg_blocking_pids(${pid}))
            ), '[]') as blockers`,
        { deadlineMs: this.bounds.answerMs },
      );
      return sight ?? null;
    } catch (error) {
      return TOO_MANY_CONNECTIONS === codeOf(error) ? 'refused' : null;
    }
  }
}

const TOO_MANY_CONNECTIONS = '53300';

const described = ({ pid, program, role, state, address }: Blocker): string =>
  `process ${pid} (${[program || 'no name', role, address ?? 'local', state].filter(Boolean).join(', ')})`;
