import type {
  Clock,
  CommandBus,
  CommandRegistration,
  IdGenerator,
  LookUps,
  PersonalRecords,
  QueryBus,
  QueryRegistration,
} from '@gatehouse/kernel';
import type { ServiceIdentifier } from 'inversify';
import type { Settings } from '../config/index.js';
import type { Administrators, Authenticator, DeadCookies, Operation } from '../edge/index.js';
import type { EventHold, EventSubscription, PersonalEvents } from '../events/index.js';
import type { JobDefinition, JobQueue, Purge } from '../jobs/index.js';
import type { Logger } from '../logging.js';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/index.js';

/** Names a port for the container; its type makes a wrong argument of a factory a compile error. */
export const token = <T>(description: string): ServiceIdentifier<T> => Symbol(description);

/** What every context may ask the container for, and what it may contribute to. */
export const PLATFORM = {
  settings: token<Settings>('Settings'),
  logger: token<Logger>('Logger'),
  metrics: token<Metrics>('Metrics'),
  clock: token<Clock>('Clock'),
  ids: token<IdGenerator>('IdGenerator'),
  database: token<Database>('Database'),
  readDatabase: token<Database>('ReadDatabase'),
  /** What administrators look at. */
  lookUps: token<LookUps>('LookUps'),
  commandBus: token<CommandBus>('CommandBus'),
  queryBus: token<QueryBus>('QueryBus'),
  /** Aborted when the process is told to stop: anyone who waits for something better stops waiting. */
  stopping: token<AbortController>('Stopping'),
  jobQueue: token<JobQueue>('JobQueue'),
  /** Serves every operation with `security: 'bearer'`. */
  authenticator: token<Authenticator>('Authenticator'),
  /** Serves every operation with `security: 'administration'`. */
  administrators: token<Administrators>('Administrators'),
  deadCookies: token<DeadCookies>('DeadCookies'),
  /** Contributed by contexts, any number each. */
  commands: token<CommandRegistration>('CommandRegistration'),
  queries: token<QueryRegistration>('QueryRegistration'),
  operations: token<readonly Operation[]>('Operations'),
  subscriptions: token<EventSubscription>('EventSubscription'),
  eventHolds: token<EventHold>('EventHold'),
  jobs: token<JobDefinition>('JobDefinition'),
  purges: token<Purge>('Purge'),
  personalRecords: token<PersonalRecords>('PersonalRecords'),
  personalEvents: token<PersonalEvents>('PersonalEvents'),
} as const;
