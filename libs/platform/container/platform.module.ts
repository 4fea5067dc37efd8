import { type CommandRegistration, InProcessCommandBus, InProcessQueryBus, systemClock } from '@gatehouse/kernel';
import { ContainerModule, type ResolutionContext } from 'inversify';
import { PostgresLookUps } from '../audit.js';
import type { Settings } from '../config/index.js';
import { IdempotentCommandBus, KEPT_SECONDS, KeptAnswerRecords, KeptAnswers } from '../idempotency/index.js';
import { uuidV7 } from '../ids.js';
import { AgedRowsPurge } from '../jobs/index.js';
import type { Logger } from '../logging.js';
import { MeasuredCommandBus, Metrics } from '../metrics.js';
import { Database } from '../postgres/index.js';
import { packageVersion } from '../process.js';
import { ReplicatedDatabase } from '../replicas.js';
import { ValidatingCommandBus, ValidatingQueryBus } from '../validation/index.js';
import { PLATFORM } from './platform-tokens.js';

/** What every process of this service stands on. */
export const platformModule = (settings: Settings, logger: Logger, processName: string): ContainerModule =>
  new ContainerModule(({ bind }) => {
    const { url, directUrl } = settings.database;
    // With its version: the doctor says which of them are connected.
    const applicationName = `gatehouse-${processName} ${packageVersion()}`;
    const pool = { applicationName, poolSize: settings.database.poolSize };

    bind(PLATFORM.settings).toConstantValue(settings);
    bind(PLATFORM.logger).toConstantValue(logger);
    bind(PLATFORM.clock).toConstantValue(systemClock);
    bind(PLATFORM.ids).toConstantValue(uuidV7);
    bind(PLATFORM.stopping).toConstantValue(new AbortController());
    bind(PLATFORM.metrics)
      .toResolvedValue(() => new Metrics())
      .inSingletonScope();
    bind(PLATFORM.database)
      .toResolvedValue(() => new Database({ ...pool, url, directUrl: directUrl ?? undefined }))
      .inSingletonScope();
    bind(PLATFORM.readDatabase)
      .toResolvedValue(
        (primary) =>
          settings.database.readUrls.length === 0
            ? primary
            : new ReplicatedDatabase({ ...pool, primary, urls: settings.database.readUrls }),
        [PLATFORM.database],
      )
      .inSingletonScope();
    bind(PLATFORM.lookUps)
      .toResolvedValue((database) => new PostgresLookUps(database), [PLATFORM.database])
      .inSingletonScope();
    bind(PLATFORM.commandBus)
      .toResolvedValue(
        (commands: CommandRegistration[], metrics: Metrics, database: Database) => {
          const handlers = new InProcessCommandBus(commands);
          const idempotent = new IdempotentCommandBus(handlers, new KeptAnswers(database), settings.codeKeys);
          return new MeasuredCommandBus(new ValidatingCommandBus(idempotent, handlers), metrics);
        },
        [{ serviceIdentifier: PLATFORM.commands, isMultiple: true }, PLATFORM.metrics, PLATFORM.database],
      )
      .inSingletonScope();
    bind(PLATFORM.queryBus)
      .toDynamicValue(
        (container: ResolutionContext) =>
          new ValidatingQueryBus(new InProcessQueryBus(() => container.getAll(PLATFORM.queries))),
      )
      .inSingletonScope();
    bind(PLATFORM.personalRecords).toResolvedValue((database) => new KeptAnswerRecords(database), [PLATFORM.database]);
    bind(PLATFORM.purges).toResolvedValue(
      (database) =>
        new AgedRowsPurge(database, {
          what: 'idempotency-keys',
          table: 'idempotency_keys',
          column: 'kept_at',
          keepSeconds: KEPT_SECONDS,
        }),
      [PLATFORM.database],
    );
  });
