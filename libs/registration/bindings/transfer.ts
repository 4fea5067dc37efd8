import { bindHandlers, fixed, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { KnownForeignHashes } from '../adapters/foreign-hashes/known-foreign-hashes.js';
import { NdjsonUserImport } from '../adapters/ndjson/user-import.js';
import { PostgresImports } from '../adapters/postgres/transfer/postgres-imports.js';
import { BeginImportHandler } from '../application/transfer/begin-import.js';
import { ImportUsersHandler } from '../application/transfer/import-users.js';
import { BeginImport, ImportUsers } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** People who come from other systems, and go there. */
export function bindTransfer({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
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
}
