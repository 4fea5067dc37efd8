import { composeOperator, composeWorker } from '@gatehouse/deployment';
import type { Administrator, Command } from '@gatehouse/kernel';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import { createSandbox } from '@gatehouse/sandbox';
import type { Container } from 'inversify';
import { OPERATOR } from '../../../support/administration.js';
import { AnswerProxy, type Cut } from '../../../support/answer-proxy.js';
import { ApiHarness, TEST_ENVIRONMENT } from '../../../support/api.js';
import { keepApplications } from '../../../support/keep-applications.js';
import { Receiver } from '../../../support/webhooks/receiver.js';
import { Stage } from '../problems/stage.js';
import { type Attempt, type CommandRunner, type CommandRunners, type CutCommand, FAULT } from './attempt.js';
import { type Look, Traces } from './traces.js';

/** Where the answers are cut, by the lengths that they have when nothing is. */
export type CutsOf = (lengths: readonly number[]) => readonly Cut[];

/** What a command does and answers where nothing is cut. */
interface Uncut {
  readonly whole: Look;
  readonly good: string;
  readonly lengths: readonly number[];
}

interface Begun {
  readonly attempt: Attempt;
  readonly before: Look;
}

/** An API, and the commands of a worker and of the operator, that reach the database by way of a proxy. What is prepared comes another way. */
export class CutStage {
  readonly #stage = new Stage();
  readonly #sandbox = createSandbox();
  readonly #met = new Set<string>();
  readonly #known = new Set<string>();
  #receiver!: Receiver;
  #proxy!: AnswerProxy;
  #api!: ApiHarness;
  #containers: readonly Container[] = [];
  #runners!: CommandRunners;
  #traces!: Traces;

  async open(): Promise<void> {
    await this.#stage.open();
    this.#receiver = await Receiver.open();
    this.#proxy = await AnswerProxy.before(this.#stage.db.url);
    const environment = {
      DATABASE_URL: this.#proxy.url,
      DATABASE_POOL_SIZE: '1',
      MAIL_BASE_URL: await this.#sandbox.listen(0),
    };
    const adjust = (container: Container): void => {
      keepApplications(container);
      this.#note(container);
    };
    this.#api = await ApiHarness.open(this.#stage.db, { environment, adjust });
    const settings = readSettings({ ...TEST_ENVIRONMENT, ...environment });
    const logger = createLogger(settings, 'tests');
    const [worker, operator] = [composeWorker(settings, logger).container, composeOperator(settings, logger)];
    this.#containers = [worker, operator];
    for (const container of this.#containers) adjust(container);
    this.#runners = { worker: runnerOf(worker), operator: runnerOf(operator, OPERATOR) };
    this.#traces = await Traces.in(this.#stage.db.sql);
  }

  async close(): Promise<void> {
    for (const container of this.#containers) await container.get(PLATFORM.database).close(1);
    await this.#api?.close();
    this.#proxy?.close();
    await this.#sandbox.close();
    await this.#receiver?.close();
    await this.#stage.close();
  }

  /** Commands that API or worker know and that nobody has executed by way of the proxy. */
  get unmet(): readonly string[] {
    return [...this.#known].filter((name) => !this.#met.has(name)).sort();
  }

  /** Has a command's answers cut one by one: the caller's answer is then true, and asking again gives one effect. */
  async cut(command: CutCommand, cutsOf: CutsOf): Promise<void> {
    const uncut = await this.#uncut(command.prepare);
    let wasUnanswered = false;
    let begun: Begun | null = null;
    const cuts = cutsOf(uncut.lengths);
    // The last one twice: what an attempt that failed has read may be kept, and then the next one asks for less than was measured.
    for (const cut of [...cuts, ...cuts.slice(-1)]) {
      begun ??= await this.#begin(command.prepare);
      const written = await this.#traces.written();
      this.#proxy.begin(cut);
      const first = await begun.attempt(this.#api, this.#runners);
      // As if nobody had asked: the next cut is met by the same.
      if (first === FAULT && (await this.#traces.written()) === written) continue;
      const isDone = isSame(this.#traces.since(begun.before, await this.#traces.look()), uncut.whole);
      const what = { cut, first, isDone };
      const isTrue = first === FAULT || (first === uncut.good && isDone);
      expect({ ...what, isTrue }).toEqual({ ...what, isTrue: true });
      wasUnanswered ||= isDone && first === FAULT;
      await this.#expectOneEffect(command, uncut, begun, what);
      begun = null;
    }
    if (begun) await this.#expectOneEffect(command, uncut, begun, { isDone: false });
    expect({ wasUnanswered }).toEqual({ wasUnanswered: !command.isReading });
  }

  /** Asks again. */
  async #expectOneEffect(
    { again, costs = {} }: CutCommand,
    { good, whole }: Uncut,
    { attempt, before }: Begun,
    what: { readonly isDone: boolean },
  ): Promise<void> {
    this.#proxy.begin();
    const second = await attempt(this.#api, this.#runners);
    const isTrue = second === good || (what.isDone && second === again);
    expect({ ...what, second, isTrue }).toEqual({ ...what, second, isTrue: true });
    const after = this.#traces.since(before, await this.#traces.look());
    expect([whole, sum(whole, costs)]).toContainEqual(after);
  }

  async #begin(prepare: CutCommand['prepare']): Promise<Begun> {
    const attempt = await prepare(this.#stage, this.#receiver.url);
    return { attempt, before: await this.#traces.look() };
  }

  /** Measured the second time: a process asks the database some things only once, and cuts come after that. */
  async #uncut(prepare: CutCommand['prepare']): Promise<Uncut> {
    await this.#measure(prepare);
    return this.#measure(prepare);
  }

  async #measure(prepare: CutCommand['prepare']): Promise<Uncut> {
    const { attempt, before } = await this.#begin(prepare);
    this.#proxy.begin();
    const good = await attempt(this.#api, this.#runners);
    const whole = this.#traces.since(before, await this.#traces.look());
    expect({ good, whole }).toEqual({ good: expect.stringMatching(/^(2|done)/), whole: expect.any(Object) });
    return { whole, good, lengths: this.#proxy.lengths };
  }

  #note(container: Container): void {
    for (const { command } of container.getAll(PLATFORM.commands)) this.#known.add(command.name);
    const bus = container.get(PLATFORM.commandBus);
    const execute = bus.execute.bind(bus);
    bus.execute = <R>(command: Command<R>, context: Parameters<typeof execute>[1]): Promise<R> => {
      this.#met.add(command.constructor.name);
      return execute(command, context);
    };
  }
}

const runnerOf = (container: Container, administrator?: Administrator): CommandRunner => ({
  execute: (command, application = 'default') =>
    container.get(PLATFORM.commandBus).execute(command, {
      application,
      network: null,
      requestId: 'tests',
      ...(administrator && { administrator }),
    }),
});
const sum = (one: Look, other: Look): Look => ({
  ...one,
  ...Object.fromEntries(Object.entries(other).map(([what, many]) => [what, many + (one[what] ?? 0)])),
});
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
