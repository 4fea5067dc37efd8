import type { PersonalRecords } from '@gatehouse/kernel';
import { bindHandlers, fixed, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { KnownForeignHashes } from '../adapters/foreign-hashes/known-foreign-hashes.js';
import { NdjsonUserImport } from '../adapters/ndjson/user-import.js';
import { FunnelGroupsPurge } from '../adapters/postgres/funnel/funnel-groups.js';
import { PostgresFunnelCounts } from '../adapters/postgres/funnel/postgres-funnel-counts.js';
import { registrationPurges } from '../adapters/postgres/purges/registration-purges.js';
import { PostgresImports } from '../adapters/postgres/transfer/postgres-imports.js';
import { ErasedUsers, FunnelEvents } from '../adapters/subscriptions/event-subscriptions.js';
import { RecountFunnelHandler } from '../application/funnel/funnel.js';
import type { Erasures } from '../application/ports/standing.js';
import { EraseOwnAccountHandler, EraseUserHandler, Erasing } from '../application/standing/erase-user.js';
import { ResumeUserHandler, SuspendUserHandler } from '../application/standing/suspend-user.js';
import { BeginImportHandler, ImportUsersHandler } from '../application/transfer/import-users.js';
import {
  BeginImport,
  EraseOwnAccount,
  EraseUser,
  ImportUsers,
  personalFields,
  RecountFunnel,
  ResumeUser,
  registrationEventTypes,
  SuspendUser,
} from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** What administrators and operators do with accounts: suspend, erase, import, count; and what is purged. */
export function bindAdministration({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  onCommand(SuspendUser, SuspendUserHandler, { suspensions: REGISTRATION.suspensions, ids: PLATFORM.ids });
  onCommand(ResumeUser, ResumeUserHandler, { suspensions: REGISTRATION.suspensions, ids: PLATFORM.ids });
  bind(REGISTRATION.erasing)
    .toResolvedValue(
      (erasures: Erasures, records: PersonalRecords[]) => new Erasing(erasures, records),
      [REGISTRATION.erasures, { serviceIdentifier: PLATFORM.personalRecords, isMultiple: true }],
    )
    .inSingletonScope();
  onCommand(EraseUser, EraseUserHandler, { erasures: REGISTRATION.erasures, erasing: REGISTRATION.erasing });
  onCommand(EraseOwnAccount, EraseOwnAccountHandler, {
    applications: REGISTRATION.applications,
    tries: REGISTRATION.chargedTries,
    passwords: REGISTRATION.passwordCheck,
    erasing: REGISTRATION.erasing,
  });
  // What must be done for others once it is decided. Only the worker runs subscriptions.
  bind(PLATFORM.subscriptions).toResolvedValue((erasing) => new ErasedUsers(erasing), [REGISTRATION.erasing]);
  bind(PLATFORM.personalEvents).toConstantValue({
    fields: personalFields,
    endings: [registrationEventTypes.userErased, registrationEventTypes.registrationExpired],
  });
  for (const purgeOn of registrationPurges) bind(PLATFORM.purges).toResolvedValue(purgeOn, [PLATFORM.database]);

  bind(REGISTRATION.imports)
    .toResolvedValue((database) => new PostgresImports(database), [PLATFORM.database])
    .inSingletonScope();
  onCommand(BeginImport, BeginImportHandler, { imports: REGISTRATION.imports });
  onCommand(ImportUsers, ImportUsersHandler, {
    applications: REGISTRATION.applications,
    imports: REGISTRATION.imports,
    foreignHashes: fixed(new KnownForeignHashes()),
    hasher: REGISTRATION.passwordHasher,
    phoneNumbers: REGISTRATION.phoneNumbers,
    ids: PLATFORM.ids,
    clock: PLATFORM.clock,
  });
  bind(REGISTRATION.userImport)
    .toResolvedValue((bus) => new NdjsonUserImport(bus), [PLATFORM.commandBus])
    .inSingletonScope();

  bind(REGISTRATION.funnelCounts)
    .toResolvedValue((database) => new PostgresFunnelCounts(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.subscriptions).toResolvedValue((counts) => new FunnelEvents(counts), [REGISTRATION.funnelCounts]);
  bind(PLATFORM.purges).toResolvedValue((database) => new FunnelGroupsPurge(database), [PLATFORM.database]);
  onCommand(RecountFunnel, RecountFunnelHandler, { counts: REGISTRATION.funnelCounts });
}
