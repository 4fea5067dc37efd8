import { handles } from '@gatehouse/kernel';
import { PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { KnownForeignHashes } from '../adapters/foreign-hashes/known-foreign-hashes.js';
import { LibphonenumberPhoneNumbers } from '../adapters/input-checks/libphonenumber-phone-numbers.js';
import { NdjsonUserImport } from '../adapters/ndjson/user-import.js';
import { PostgresImports } from '../adapters/postgres/transfer/postgres-imports.js';
import { BeginImportHandler } from '../application/transfer/begin-import.js';
import { ImportUsersHandler } from '../application/transfer/import-users.js';
import { BeginImport, ImportUsers } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** People who come from other systems, and go there. */
export function bindTransfer({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  bind(REGISTRATION.imports)
    .toResolvedValue((database) => new PostgresImports(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.commands).toResolvedValue(
    (imports) => handles(BeginImport, new BeginImportHandler(imports)),
    [REGISTRATION.imports],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, imports, hasher, ids, clock) =>
      handles(
        ImportUsers,
        new ImportUsersHandler(
          applications,
          imports,
          new KnownForeignHashes(),
          hasher,
          new LibphonenumberPhoneNumbers(),
          ids,
          clock,
        ),
      ),
    [REGISTRATION.applications, REGISTRATION.imports, REGISTRATION.passwordHasher, PLATFORM.ids, PLATFORM.clock],
  );
  bind(REGISTRATION.userImport)
    .toResolvedValue((bus) => new NdjsonUserImport(bus), [PLATFORM.commandBus])
    .inSingletonScope();
}
