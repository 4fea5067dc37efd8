import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { type Environment, readSettings, type Settings, SettingsReader } from '@gatehouse/platform/config';
import { explainFailure } from '@gatehouse/platform/process';

/** A port that one of the processes will listen on, and the setting that names it. */
interface WantedPort {
  readonly setting: string;
  readonly port: number;
}

/**
 * Opens all of them for a moment, so that a port in use is reported before anything has started, also when it is two of
 * our own settings that name the same one.
 * @throws Error with one line that names the port and the setting
 */
export async function checkPorts(host: string, wanted: readonly WantedPort[]): Promise<void> {
  const opened: Server[] = [];
  try {
    for (const { setting, port } of wanted) {
      const server = createServer().listen(port, host);
      await once(server, 'listening').catch((cause: unknown) => {
        throw new Error(explainFailure(cause, { [setting]: port }), { cause });
      });
      opened.push(server);
    }
  } finally {
    await Promise.all(opened.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** What running everything in one process tree adds to the settings of the service itself. */
export interface LocalSettings {
  readonly service: Settings;
  /** False: DATABASE_URL names a database. */
  readonly embeddedDatabase: boolean;
  /** False: real providers carry the messages. */
  readonly sandbox: boolean;
  /** One above the API's, because two processes cannot share a port. 0: the system chooses both. */
  readonly workerMetricsPort: number;
  readonly ports: readonly WantedPort[];
}

/** Stands in until the embedded database has an address. */
const DATABASE_TO_COME = 'postgres://127.0.0.1/gatehouse';

/** Whether the sandbox stands in for a provider. */
export const isSandbox = ({ name }: { readonly name: string }): boolean => name === 'sandbox';

/** @throws SettingsFault naming every fault at once */
export function readLocalSettings(environment: Environment): LocalSettings {
  const embeddedDatabase = !environment.DATABASE_URL?.trim();
  const service = readSettings(embeddedDatabase ? { ...environment, DATABASE_URL: DATABASE_TO_COME } : environment);
  const read = new SettingsReader(environment);
  const sandboxPort = read.port('SANDBOX_PORT', 3025);
  read.check();

  const sandbox = [...service.mail.providers, ...service.sms.providers].some(isSandbox);
  const workerMetricsPort = service.metricsPort && service.metricsPort + 1;
  const ports = [
    { setting: 'PORT', port: service.http.port },
    { setting: 'METRICS_PORT', port: service.metricsPort },
    { setting: 'METRICS_PORT', port: workerMetricsPort },
    ...(sandbox ? [{ setting: 'SANDBOX_PORT', port: sandboxPort }] : []),
  ];
  return { service, embeddedDatabase, sandbox, workerMetricsPort, ports };
}
