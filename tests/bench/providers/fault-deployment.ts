import { ProviderDoor } from '../../support/notification/provider-door.ts';
import type { BenchDatabase } from '../deployment/bench-database.ts';
import { serviceEnvironment } from '../deployment/bench-deployment.ts';
import { type Child, startChild } from '../deployment/child.ts';
import { Closing } from '../deployment/closing.ts';
import { PROGRAMS } from '../deployment/programs.ts';
import { type PlayedFault, PROVIDERS, type ProviderName, playedFaults } from './faults.ts';

/** API and sandbox; a worker comes for each run, whose breakers know nothing yet. */
export class FaultDeployment {
  readonly #closing = new Closing();
  readonly #database: BenchDatabase;
  readonly #logs: string;
  readonly #environment = serviceEnvironment();
  readonly #doors = new Map<ProviderName, ProviderDoor>();
  #sandbox = '';
  #api = '';
  #worker: Child | null = null;

  private constructor(database: BenchDatabase, logs: string) {
    this.#database = database;
    this.#logs = logs;
  }

  static async open(database: BenchDatabase, logs: string): Promise<FaultDeployment> {
    const deployment = new FaultDeployment(database, logs);
    try {
      await deployment.#open();
      return deployment;
    } catch (error) {
      await deployment.close();
      throw error;
    }
  }

  get apiUrl(): string {
    return this.#api;
  }

  get sandboxUrl(): string {
    return this.#sandbox;
  }

  /** @param order in which the providers are preferred */
  async startWorker(order: readonly ProviderName[]): Promise<void> {
    await this.#worker?.stop();
    this.#worker = await this.#start('worker', this.#mail(order));
  }

  /** These providers fail so, until `mend`. */
  async fail(name: string, providers: readonly ProviderName[]): Promise<void> {
    const rules: object[] = [];
    for (const provider of providers) {
      const { behaviour } = playedFaults(provider).find((fault) => fault.name === name) as PlayedFault;
      if (behaviour === null) await this.#doors.get(provider)?.shut();
      else rules.push({ provider, times: 'always', behaviour });
    }
    await this.#put({ rules });
  }

  async mend(name: string, providers: readonly ProviderName[]): Promise<void> {
    for (const provider of name === 'refused' ? providers : []) await this.#doors.get(provider)?.reopen();
    await this.#put({ rules: [] });
  }

  async close(): Promise<void> {
    await this.#worker?.stop();
    await this.#closing.close();
  }

  async #open(): Promise<void> {
    const sandbox = await this.#start('sandbox');
    this.#closing.add(() => sandbox.stop());
    this.#sandbox = sandbox.url;
    for (const name of PROVIDERS) {
      const door = await ProviderDoor.open();
      this.#closing.add(() => door.shut());
      door.leadTo(sandbox.url);
      this.#doors.set(name, door);
    }
    const api = await this.#start('api', this.#mail(PROVIDERS));
    this.#closing.add(() => api.stop());
    this.#api = api.url;
  }

  #mail(order: readonly ProviderName[]): NodeJS.ProcessEnv {
    return {
      MAIL_PROVIDERS: order.join(','),
      MAIL_SENDER: 'no-reply@bench.example.com',
      MAIL_POSTMARK_TOKEN: 'token',
      MAIL_POSTMARK_BASE_URL: this.#doors.get('postmark')?.url,
      MAIL_RESEND_API_KEY: 'key',
      MAIL_RESEND_BASE_URL: this.#doors.get('resend')?.url,
    };
  }

  #start(name: 'api' | 'worker' | 'sandbox', added: NodeJS.ProcessEnv = {}): Promise<Child> {
    const environment = { ...this.#environment, DATABASE_URL: this.#database.url, ...added };
    return startChild({ name: `faults-${name}`, program: PROGRAMS[name], environment, logs: this.#logs });
  }

  async #put(body: object): Promise<void> {
    const answer = await fetch(`${this.#sandbox}/api/faults`, { method: 'PUT', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`The sandbox does not take the fault: ${await answer.text()}`);
  }
}
