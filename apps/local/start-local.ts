import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { isMigrated } from '@gatehouse/deployment/migrations';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gatehouse/embedded-postgres';
import { type RunningProcess, SETTINGS_TO_COME } from '@gatehouse/platform/process';
import { HASHING_ENVIRONMENT } from '@gatehouse/platform/runtime';
import { announcement } from './announcement.js';
import {
  dataFolder,
  developmentKeys,
  forgetAddresses,
  removeEnvironmentFile,
  writeAddresses,
  writeEnvironmentFile,
} from './data-folder.js';
import { createAdministratorIn, type FirstAdministrator, firstAdministrator } from './first-administrator.js';
import { LocalDeployment, programOf, startService } from './local-deployment.js';
import { checkPorts, isSandbox, type LocalSettings, readLocalSettings } from './local-settings.js';

/** Threads beyond those that hash, so that DNS and files never wait behind passwords. */
const SPARE_THREADS = 4;

/**
 * Starts everything: PostgreSQL, the sandbox, the worker, the API. Everything that can be known beforehand (a port
 * in use, a setting) is reported before anything has started; what fails later closes what has been opened.
 */
export async function startLocal(stopping: AbortSignal): Promise<RunningProcess> {
  const folder = await dataFolder(process.cwd());
  const environment = await withKeys(process.env, folder);
  const settings = readLocalSettings(environment);
  await checkPorts(settings.service.http.host, settings.ports);

  const deployment = new LocalDeployment();
  try {
    const { api, inbox, database, administrator } = await openServices(
      deployment,
      folder,
      settings,
      environment,
      stopping,
    );
    await writeAddresses(folder, { api, inbox });
    const metrics = [settings.service.metricsPort, settings.workerMetricsPort].filter((port) => port > 0);
    const seconds = performance.now() / 1_000;
    say(announcement({ api, inbox, database, administrator, metrics, folder, seconds }));
    return {
      broken: deployment.broken,
      hasten: () => deployment.hasten(),
      stop: async () => {
        say('\nStopping after open requests have finished. Press Ctrl-C again to stop now.');
        await Promise.all([forgetAddresses(folder), removeEnvironmentFile(folder)]);
        await deployment.close();
        say('Stopped.');
      },
    };
  } catch (error) {
    await Promise.all([removeEnvironmentFile(folder), deployment.close()]);
    throw error;
  }
}

interface OpenServices {
  readonly api: string;
  /** Null where real providers carry the messages. */
  readonly inbox: string | null;
  /** Null where DATABASE_URL names it. */
  readonly database: string | null;
  /** Of the embedded database in development; null where somebody else has made one. */
  readonly administrator: FirstAdministrator | null;
}

/**
 * `gatehouse migrate up`, in a process of its own: what it needs to know all migrations is gone from memory with it.
 * @throws Error with the command's own words when it fails
 */
function migrate(environment: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [programOf('@gatehouse/cli'), 'migrate', 'up', '--json'],
      { env: environment },
      (error, _stdout, stderr) => {
        if (!error) return resolve();
        const words = stderr.trim().replace(/^gatehouse: /, '') || error.message;
        reject(new Error(`The database could not be migrated: ${words}`, { cause: error }));
      },
    );
  });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function openServices(
  deployment: LocalDeployment,
  folder: string,
  settings: LocalSettings,
  given: NodeJS.ProcessEnv,
  stopping: AbortSignal,
): Promise<OpenServices> {
  const { concurrency } = settings.service.hashing;
  // They load their code while the database starts.
  const toCome = { ...given, [SETTINGS_TO_COME]: 'yes' };
  const api = deployment.service(
    'api',
    startService('api', programOf('@gatehouse/api'), {
      ...HASHING_ENVIRONMENT,
      UV_THREADPOOL_SIZE: String(concurrency + SPARE_THREADS),
      ...toCome,
    }),
  );
  const worker = deployment.service(
    'worker',
    startService('worker', programOf('@gatehouse/worker'), {
      ...toCome,
      METRICS_PORT: String(settings.workerMetricsPort),
    }),
  );
  const sandbox = settings.sandbox
    ? deployment.service('sandbox', startService('sandbox', programOf('@gatehouse/sandbox'), given, 'ignore'))
    : null;
  const [database, inbox] = await both(
    settings.embeddedDatabase ? openDatabase(deployment, folder, given) : migrate(given).then(() => null),
    sandbox?.ready.then(({ url }) => String(url)) ?? null,
  );
  stopping.throwIfAborted();

  const added = {
    ...(database !== null && { DATABASE_URL: database.socketUrl('gatehouse') }),
    ...(inbox !== null && sandboxUrls(settings, given, inbox)),
    ...(inbox !== null && !given.MAIL_SANDBOX_EVENTS_SECRET && { MAIL_SANDBOX_EVENTS_SECRET: randomUUID() }),
  };
  const environment = { ...given, ...added };
  await writeEnvironmentFile(folder, environment);
  const isForDevelopment = database !== null && settings.service.environment === 'development';
  for (const service of [api, worker]) service.settle(added);
  const [[{ url }], administrator] = await both(
    both(api.ready, worker.ready),
    isForDevelopment ? firstAdministrator(folder, createAdministratorIn(environment)) : null,
  );
  stopping.throwIfAborted();
  if (inbox !== null) await reportTo(String(url), inbox, environment);
  return { api: String(url), inbox, database: database?.databaseUrl('gatehouse') ?? null, administrator };
}

/** Where the sandbox stands in, and no other address is given. */
const sandboxUrls = ({ service: { mail, sms } }: LocalSettings, given: NodeJS.ProcessEnv, url: string) => ({
  ...(mail.providers.some(isSandbox) && !given.MAIL_BASE_URL && { MAIL_BASE_URL: url }),
  ...(sms.providers.some(isSandbox) && !given.SMS_BASE_URL && { SMS_BASE_URL: url }),
});

/** Has the sandbox report what becomes of mails: those to `bounce@…` bounce, and so on. It carries them as Mailjet does. */
async function reportTo(url: string, sandboxUrl: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const secret = environment.MAIL_SANDBOX_EVENTS_SECRET;
  const body = JSON.stringify({ url, providers: { mailjet: { name: 'sandbox', secret } }, delivered: true });
  const answer = await fetch(`${sandboxUrl}/api/reports`, { method: 'PUT', body });
  if (!answer.ok) throw new Error(`The sandbox does not report: ${answer.status}`);
  await answer.body?.cancel();
}

async function openDatabase(
  deployment: LocalDeployment,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<EmbeddedPostgres> {
  const dataDirectory = path.join(folder, 'postgres');
  const database = deployment.database(await startEmbeddedPostgres({ dataDirectory, log: say }));
  await database.createDatabase('gatehouse');
  const url = database.socketUrl('gatehouse');
  if (!(await isMigrated(url))) await migrate({ ...environment, DATABASE_URL: url });
  return database;
}

/** An empty variable is an absent one, as everywhere. Production gets no keys from us. */
async function withKeys(given: NodeJS.ProcessEnv, folder: string): Promise<NodeJS.ProcessEnv> {
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim()));
  if (environment.APP_ENV === 'production' || (environment.CODE_KEYS && environment.TOKEN_KEYS)) return environment;
  return { ...(await developmentKeys(folder)), ...environment };
}

/** Waits for both even if one fails, so that nothing is started after everything has been stopped. */
async function both<A, B>(first: A, second: B): Promise<[Awaited<A>, Awaited<B>]> {
  const outcomes = await Promise.allSettled([first, second]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return Promise.all([first, second]);
}
