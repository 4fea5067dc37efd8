import type { Broker } from './broker.js';
import type { CommandService } from './command-service.js';
import type { DurableCommands } from './durable-commands.js';

/** The way in over the broker: opened and closed with the process, whether the broker is there or not. */
export class BusEdge {
  constructor(
    private readonly broker: Broker,
    private readonly service: CommandService,
    private readonly durable: DurableCommands,
  ) {}

  open(): void {
    this.broker.onConnected((connection) => this.service.start(connection));
    this.broker.onConnected((connection) => this.durable.start(connection));
    this.broker.open();
  }

  /** What was taken is answered first. */
  async close(withinSeconds: number): Promise<void> {
    await Promise.all([this.service.stop(withinSeconds), this.durable.stop(withinSeconds)]);
    await this.broker.close();
  }
}
