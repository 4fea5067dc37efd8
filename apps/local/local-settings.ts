import { type Environment, readSettings, type Settings, SettingsReader } from '@gatehouse/platform/config';
import type { WantedPort } from './ports.js';

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

/** Stands in until the embedded database has told its own address. */
const DATABASE_TO_COME = 'postgres://127.0.0.1/gatehouse';

/** @throws SettingsFault naming every fault at once */
export function readLocalSettings(environment: Environment): LocalSettings {
  const embeddedDatabase = !environment.DATABASE_URL?.trim();
  const service = readSettings(embeddedDatabase ? { ...environment, DATABASE_URL: DATABASE_TO_COME } : environment);
  const read = new SettingsReader(environment);
  const sandboxPort = read.port('SANDBOX_PORT', 3025);
  read.check();

  const sandbox = service.mail.provider === 'sandbox' || service.sms.provider === 'sandbox';
  const workerMetricsPort = service.metricsPort && service.metricsPort + 1;
  const ports = [
    { setting: 'PORT', port: service.http.port },
    { setting: 'METRICS_PORT', port: service.metricsPort },
    { setting: 'METRICS_PORT', port: workerMetricsPort },
    ...(sandbox ? [{ setting: 'SANDBOX_PORT', port: sandboxPort }] : []),
  ];
  return { service, embeddedDatabase, sandbox, workerMetricsPort, ports };
}
