import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Command, CommandBus, CommandContext, Result } from '@gatehouse/kernel';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { bounded, LOOK_MS } from './health.js';
import { type Database, serverFaults } from './postgres/index.js';
import { traced } from './tracing/index.js';

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Up to ten minutes, after which a message with a code is a dead letter. */
const PATIENT = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];

/** Every figure that the service reports about itself, under one registry. Times in seconds. */
export class Metrics {
  readonly registry = new Registry();

  readonly httpSeconds = this.#histogram('gatehouse_http_request_seconds', 'Time to answer', [
    'method',
    'route',
    'status',
  ]);
  readonly busSeconds = this.#histogram('gatehouse_bus_command_seconds', 'Time to answer a command from the broker', [
    'command',
    'status',
  ]);
  readonly busQuerySeconds = this.#histogram('gatehouse_bus_query_seconds', 'Time to answer a query from the broker', [
    'query',
    'status',
  ]);
  readonly durableCommands = this.#counter(
    'gatehouse_durable_commands_total',
    'Attempts at durable commands: done, again, dead',
    ['command', 'outcome'],
  );
  readonly commands = this.#counter(
    'gatehouse_commands_total',
    'Commands by outcome (ok, replayed, the refusal code, fault): RegisterUser ok are sign-ups, ActivateUser ok activations',
    ['command', 'outcome'],
  );
  readonly hashWaitSeconds = this.#histogram('gatehouse_hash_wait_seconds', 'Time spent waiting to hash', ['purpose']);
  readonly hashSeconds = this.#histogram('gatehouse_hash_seconds', 'Hashing one password', ['purpose']);
  readonly providerSeconds = this.#histogram('gatehouse_provider_seconds', "A message provider's answers", [
    'provider',
    'outcome',
    'status',
  ]);
  readonly providerBreakers = new Gauge({
    name: 'gatehouse_provider_breaker',
    help: 'Whether messages go to a provider: 0 yes (closed), 1 one as a probe (half-open), 2 no (open)',
    labelNames: ['channel', 'provider'],
    registers: [this.registry],
  });
  readonly deliveries = this.#counter('gatehouse_deliveries_total', 'Messages sent or failed', ['channel', 'outcome']);
  readonly acceptanceSeconds = this.#histogram(
    'gatehouse_acceptance_seconds',
    'From a message asked for to accepted',
    ['channel'],
    PATIENT,
  );
  readonly smsStops = this.#counter(
    'gatehouse_sms_stops_total',
    'Ranges of numbers and countries that get no SMS for a while: too many (velocity) or hardly any proven (unproven)',
    ['kind', 'reason'],
  );
  readonly smsSpend = this.#counter('gatehouse_sms_spend_total', 'Estimated cost of accepted SMS, by SMS_PRICES', [
    'application',
    'currency',
  ]);
  readonly relayedEvents = this.#counter('gatehouse_relayed_events_total', 'Events handed to a subscriber', [
    'subscriber',
  ]);

  readonly brokerRefusals = this.#counter(
    'gatehouse_broker_refusals_total',
    'Batches of events that the broker did not accept completely; they are sent again',
    [],
  );
  readonly passwordBreachChecks = this.#counter(
    'gatehouse_password_breach_checks_total',
    'Checks of new passwords against breaches: clean, breached, failed (and so accepted)',
    ['outcome'],
  );

  readonly webhookAttempts = this.#counter(
    'gatehouse_webhook_attempts_total',
    'Attempts at webhook deliveries: delivered, refused, or the error',
    ['outcome'],
  );
  readonly webhooksDisabled = this.#counter(
    'gatehouse_webhooks_disabled_total',
    'Webhooks disabled because deliveries failed: gone (410), failing (for three days)',
    ['reason'],
  );

  readonly purgedRows = this.#counter('gatehouse_purged_rows_total', 'Purged rows', ['what']);
  readonly purgeFinished = new Gauge({
    name: 'gatehouse_purge_finished_seconds',
    help: 'When this process last finished a purge without a fault, in seconds since 1970; 0: not yet',
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A figure that is read when somebody asks for it: `NaN` where that fails or takes over a second. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const look = bounded(async () => read());
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await look().catch(() => Number.NaN));
      },
    });
  }

  /** One figure for each value of a label, read together: each is `NaN` where that fails or takes over a second. */
  gaugeOfEach(
    name: string,
    help: string,
    label: string,
    values: readonly string[],
    read: () => Promise<ReadonlyMap<string, number>>,
  ): void {
    const look = bounded(read);
    new Gauge<string>({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      async collect() {
        const found = await look().catch((): ReadonlyMap<string, number> => new Map());
        for (const value of values) this.set({ [label]: value }, found.get(value) ?? Number.NaN);
      },
    });
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    buckets: readonly number[] = FAST,
  ): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Whether the process has a database that it can work with: one that says nothing is as good as none. */
export function measureDatabase(metrics: Metrics, database: Database): void {
  // Before the gauge's own time is up, which would make it `NaN`.
  const look = bounded(() => serverFaults(database), LOOK_MS * 0.9);
  metrics.gauge('gatehouse_database_up', 'Whether the database answers and can be used (1) or not (0)', () =>
    look().then(
      ({ length }) => (length === 0 ? 1 : 0),
      () => 0,
    ),
  );
}

/** Counts every command by its outcome: `ok`, `replayed`, the refusal's code, or `fault`. */
export class MeasuredCommandBus implements CommandBus {
  constructor(
    private readonly inner: CommandBus,
    private readonly metrics: Metrics,
  ) {}

  execute<R>(command: Command<R>, context: CommandContext): Promise<R> {
    const { name } = command.constructor;
    return traced(`command ${name}`, {}, async (span) => {
      let outcome = 'fault';
      try {
        const result = await this.inner.execute(command, context);
        outcome = context.repeatable?.isReplayed ? 'replayed' : outcomeOf(result);
        return result;
      } finally {
        this.metrics.commands.inc({ command: name, outcome });
        span.set({ 'gatehouse.outcome': outcome });
      }
    });
  }
}

function outcomeOf(result: unknown): string {
  const { ok, error } = result as Result<unknown, { readonly code: string }> & { error?: { readonly code: string } };
  return ok ? 'ok' : (error?.code ?? 'refused');
}

/** Whether a process can do its work, and for anyone who looks after it what stands in the way. */
export interface ProcessHealth {
  readonly status: 'ready' | 'not-ready';
}

/**
 * Serves, on a port of its own away from the public one, `GET /metrics` in Prometheus' text format, and for processes
 * without a public port `GET /health/live` and `GET /health/ready`.
 * @param readiness looked at for `/health/ready`; absent: there is no such path
 */
export function startMetricsServer(
  metrics: Metrics,
  port: number,
  host: string,
  readiness?: () => ProcessHealth,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    switch (request.url) {
      case '/metrics':
        return answerMetrics(response, metrics);
      case readiness && '/health/live':
        return answerJson(response, 200, { status: 'live' });
      case readiness && '/health/ready': {
        const health = readiness?.() ?? { status: 'not-ready' };
        return answerJson(response, health.status === 'ready' ? 200 : 503, health);
      }
      default:
        response.writeHead(404).end();
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    const text = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
  } catch {
    response.writeHead(503).end();
  }
}

const answerJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
