import { EndOvertakenSessions } from '@gatehouse/access/contract';
import { commandFrom } from '@gatehouse/platform/edge';
import type { Scheduler } from 'fast-check';
import type { TestDatabase } from '../database.js';
import type { Action, Answer } from './action.js';
import { actionOf } from './action-of-step.js';
import { faultsOfAddresses } from './check-addresses.js';
import { faultsOfAnswers } from './check-answers.js';
import { faultsOfCertainAnswers } from './check-certain.js';
import { faultsOfClosings } from './check-closings.js';
import { faultsOfMoves, faultsOfTries } from './check-moves.js';
import { faultsOfRows } from './check-rows.js';
import { commandOf } from './commands.js';
import type { LifeHarness } from './life-harness.js';
import { type Memory, NOTHING, type Outcome, remember } from './memory.js';
import { type CodeRow, OVERTAKING, type Snapshot, takeSnapshot } from './snapshot.js';
import { StatementScheduler } from './statement-scheduler.js';
import type { Step } from './steps.js';

const START = new Date('2026-05-01T12:00:00.000Z');

/** How several things go together: statement by statement in a chosen order, or as it happens. */
export type Together = 'interleaved' | 'at-once';

/** One story: the service with an empty database, and what those outside remember of it. */
export class World {
  #memory: Memory = NOTHING;
  #handedOn = new Set<string>();
  #time = Promise.resolve();

  private constructor(
    private readonly db: TestDatabase,
    private readonly harness: LifeHarness,
    private readonly statements: StatementScheduler,
    private seen: Snapshot,
  ) {}

  static async begin(db: TestDatabase, harness: LifeHarness, scheduler: Scheduler): Promise<World> {
    await db.sql`truncate gatehouse.users, gatehouse.activation_codes, gatehouse.throttles, gatehouse.password_tries,
      gatehouse.sessions, gatehouse.event_log, gatehouse.notices, gatehouse.email_changes`;
    await db.setTime(START);
    const statements = new StatementScheduler(scheduler);
    harness.begin(statements);
    return new World(db, harness, statements, await takeSnapshot(db));
  }

  /** One after the other. */
  async do(step: Step): Promise<void> {
    const action = this.#actionOf(step);
    if (!action) return;
    const outcome = { action, answer: await this.#perform(action, 0) };
    this.#complain([...faultsOfCertainAnswers(outcome, this.#known()), ...(await this.#look([outcome]))]);
  }

  /** All of them by different people at the same time, on two processes. */
  async doTogether(steps: readonly Step[], how: Together): Promise<void> {
    const deeds = steps.flatMap((step) => this.#actionOf(step) ?? []);
    const tasks = deeds.map((action, index) => () => this.#perform(action, index));
    const answers =
      how === 'interleaved' ? await this.statements.interleave(tasks) : await Promise.all(tasks.map((task) => task()));
    const outcomes = deeds.map((action, index) => ({ action, answer: answers[index] as Answer }));
    this.#complain(await this.#look(outcomes));
  }

  /** Looks at everything again. */
  async #look(outcomes: readonly Outcome[]): Promise<string[]> {
    const [before, after] = [this.seen, await takeSnapshot(this.db)];
    const known = { ...this.#known(), after };
    const memory = remember(this.#memory, outcomes, before, after);
    const faults = [
      ...faultsOfRows(after),
      ...faultsOfMoves(before, after),
      ...faultsOfTries(memory, after),
      ...faultsOfAnswers(outcomes, known),
      ...faultsOfClosings(outcomes, known),
      ...faultsOfAddresses(outcomes, known),
    ];
    this.seen = after;
    this.#memory = memory;
    return faults;
  }

  #known() {
    return { before: this.seen, memory: this.#memory, digitsOf: this.#digitsOf };
  }

  #complain(faults: readonly string[]): void {
    if (faults.length > 0) throw new Error(faults.join('\n'));
  }

  #actionOf(step: Step): Action | null {
    const undoTokenOf = (changeId: string) => this.harness.undoTokenOf(changeId);
    return actionOf(step, this.#memory, this.seen, { digitsOf: this.#digitsOf, undoTokenOf });
  }

  #digitsOf = ({ id, key_id: keyId, digits }: CodeRow): string => this.harness.digitsOf({ id, keyId, digits });

  async #perform(action: Action, process: number): Promise<Answer> {
    if (action.kind === 'wait') {
      // The clock is one row of the database's catalogue, which takes no two changes at once.
      await this.statements.pass('time', () => {
        this.#time = this.#time.then(() => this.db.advance(action.ms));
        return this.#time;
      });
      return { ok: true, value: null };
    }
    if (action.kind === 'hand-on-events') return this.#handOnEvents(process);
    const [command, context] = commandOf(action);
    return this.harness.execute(command, process, context);
  }

  /** What the relay does: tells access what has overtaken sessions, in the order of the log. */
  async #handOnEvents(process: number): Promise<Answer> {
    for (const { id, type, data } of this.seen.events.values()) {
      if (!OVERTAKING.includes(type) || this.#handedOn.has(id)) continue;
      const { userId, credentialsVersion, keptSession } = data;
      const command = commandFrom(EndOvertakenSessions, { userId, credentialsVersion, keptSession });
      const ended = await this.harness.execute(command, process);
      if (!ended.ok) return ended;
      this.#handedOn.add(id);
    }
    return { ok: true, value: null };
  }
}
