import 'reflect-metadata';
import { APPLICATIONS } from '@gatehouse/applications';
import { composeApi } from '@gatehouse/deployment';
import type { Command, CommandContext } from '@gatehouse/kernel';
import { readSettings } from '@gatehouse/platform/config';
import { PLATFORM } from '@gatehouse/platform/container';
import { createLogger } from '@gatehouse/platform/logging';
import { Database } from '@gatehouse/platform/postgres';
import { REGISTRATION } from '@gatehouse/registration';
import type { Container } from 'inversify';
import { TEST_ENVIRONMENT } from '../api.js';
import type { TestDatabase } from '../database.js';
import { QuickHasher } from './quick-hasher.js';
import type { StatementScheduler } from './statement-scheduler.js';

/** Every run starts its ids again, so that a seed repeats them, and with them the digits of all codes. */
class CountedIds {
  #count = 0;

  restart(): void {
    this.#count = 0;
  }

  next(): string {
    this.#count += 1;
    return `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
  }
}

/** A database whose statements pass the turnstile of the run that is under way. */
class WatchedDatabase extends Database {
  statements: StatementScheduler | null = null;

  override async query<T extends object>(...[build]: Parameters<Database['query']>) {
    const run = () => super.query<T>(build);
    return this.statements ? this.statements.pass('statement', run) : run();
  }
}

/** Two processes of the API as they are composed for production, but for the cost of hashes and the source of ids. */
export class LifeHarness {
  readonly #ids = new CountedIds();
  readonly #databases: WatchedDatabase[] = [];
  readonly #containers: Container[] = [];

  private constructor(private readonly db: TestDatabase) {}

  static async open(db: TestDatabase): Promise<LifeHarness> {
    const harness = new LifeHarness(db);
    for (const name of ['first', 'second']) await harness.#add(name);
    return harness;
  }

  async #add(name: string): Promise<void> {
    const settings = readSettings({ ...TEST_ENVIRONMENT, DATABASE_URL: this.db.url });
    const container = composeApi(settings, createLogger(settings, name));
    const database = new WatchedDatabase({ url: this.db.url, applicationName: name, deadlineMs: 60_000 });
    container.rebind(PLATFORM.database).toConstantValue(database);
    container.rebind(PLATFORM.readDatabase).toConstantValue(database);
    container.rebind(PLATFORM.ids).toConstantValue(this.#ids);
    container.rebind(REGISTRATION.passwordHasher).toConstantValue(new QuickHasher());
    container.rebind(REGISTRATION.answerPace).toConstantValue({ keep: (work) => work() });
    // Kept for two seconds by the real one, which would put in a statement now and then.
    const application = await container.get(APPLICATIONS.known).bySlug('default');
    const known = { bySlug: async () => application, allowsOrigin: async () => false };
    container.rebind(APPLICATIONS.known).toConstantValue(known);
    this.#databases.push(database);
    this.#containers.push(container);
  }

  begin(statements: StatementScheduler): void {
    this.#ids.restart();
    for (const database of this.#databases) database.statements = statements;
  }

  /** @param process which of the two; any number */
  execute<R>(command: Command<R>, process: number, context: Partial<CommandContext> = {}): Promise<R> {
    const bus = this.#container(process).get(PLATFORM.commandBus);
    return bus.execute(command, { application: 'default', network: null, requestId: 'life', ...context });
  }

  digitsOf(code: { readonly id: string; readonly keyId: string; readonly digits: number }): string {
    return this.#container(0).get(REGISTRATION.codeDigits).of(code);
  }

  undoTokenOf(changeId: string): string {
    return this.#container(0).get(REGISTRATION.undoTokens).of(changeId);
  }

  async close(): Promise<void> {
    await Promise.all(this.#databases.map((database) => database.close()));
  }

  #container(process: number): Container {
    return this.#containers[process % this.#containers.length] as Container;
  }
}
