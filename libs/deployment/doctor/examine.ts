import { type Environment, readSettings, type Settings, SettingsFault } from '@gatehouse/platform/config';
import { Database, serverFaults } from '@gatehouse/platform/postgres';
import { examineBroker } from './examine-broker.js';
import { examineDatabase } from './examine-database.js';
import { examineProviders, sendByEach } from './examine-providers.js';
import { examineReports } from './examine-reports.js';
import { type DnsRecords, examineSenderDomain, systemDns } from './examine-sender-domain.js';
import { bad, type Finding, good } from './finding.js';

const FOLLOW_SECONDS = 60;

export interface ExamineOptions {
  /** A mailbox or phone that gets a test message by each provider. */
  readonly send?: string;
  /** How long to wait for the provider's report of it: 60 by default. */
  readonly followSeconds?: number;
  /** Told what is waited for. */
  readonly onWait?: (text: string) => void;
  readonly dns?: DnsRecords;
}

/** Looks at everything that the service needs. Changes nothing, and sends nothing by default. */
export async function examine(environment: Environment, options: ExamineOptions = {}): Promise<Finding[]> {
  try {
    return await examineDeployment(readSettings(environment), options);
  } catch (error) {
    if (!(error instanceof SettingsFault)) throw error;
    const advice = 'Set it in the environment of every process, and of this one';
    return error.faults.map((fault) => bad('settings', fault, advice));
  }
}

/** The same for a process that runs, and so has settings. Findings contain names, hosts and ports, never a credential. */
export async function examineDeployment(settings: Settings, options: ExamineOptions = {}): Promise<Finding[]> {
  const { url, directUrl } = settings.database;
  const doctor = { applicationName: 'gatehouse-doctor', poolSize: 1 };
  const database = new Database({ ...doctor, url, directUrl: directUrl ?? undefined });
  try {
    const looks = [
      examineDatabase(database, settings.environment),
      examineOthers(settings),
      examineBroker(settings.nats),
      examineProviders(settings),
      examineSenderDomain(settings.mail, options.dns ?? systemDns()),
    ];
    const complete = good('settings', `complete, for ${settings.environment}`);
    const seen = [complete, ...(await Promise.all(looks)).flat(), ...examineReports(settings)];
    const { send, followSeconds: seconds = FOLLOW_SECONDS, onWait } = options;
    if (send === undefined) return seen;
    return [...seen, ...(await sendByEach(settings, send, { database, seconds, ...(onWait && { onWait }) }))];
  } finally {
    await database.close(1);
  }
}

/** Where sessions are needed, and where reads go: there a standby is as good. */
const examineOthers = async ({ database: { directUrl, readUrls } }: Settings): Promise<Finding[]> => {
  const direct =
    directUrl === null ? [] : [examineServer('direct', 'DATABASE_DIRECT_URL', directUrl, 'accepts sessions')];
  const replicas = readUrls.map((url) => examineServer('replica', 'DATABASE_READ_URL', url, 'answers queries'));
  return (await Promise.all([...direct, ...replicas])).flat();
};

async function examineServer(
  subject: 'direct' | 'replica',
  setting: string,
  url: string,
  fine: string,
): Promise<Finding[]> {
  const server = new Database({ url, applicationName: 'gatehouse-doctor', poolSize: 1 });
  try {
    const faults = (await serverFaults(server)).filter(({ kind }) => subject === 'direct' || kind !== 'read-only');
    return faults.length > 0
      ? faults.map(({ found, advice }) => bad(subject, `${setting}: ${found}`, advice))
      : [good(subject, fine)];
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [bad(subject, `${setting}: ${words}`, 'Check the URL and its password')];
  } finally {
    await server.close(1);
  }
}
