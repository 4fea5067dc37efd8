import { handles } from '@gatehouse/kernel';
import { PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { CheckedSecretKeys } from './adapters/crypto/checked-secret-keys.js';
import { PostgresFindAuditEntries } from './adapters/postgres/audit/postgres-find-audit-entries.js';
import { PostgresFindKeys } from './adapters/postgres/keys/postgres-find-keys.js';
import { PostgresIdentifyKey } from './adapters/postgres/keys/postgres-identify-key.js';
import { PostgresKeys } from './adapters/postgres/keys/postgres-keys.js';
import { PostgresApplications } from './adapters/postgres/settings/postgres-applications.js';
import { PostgresFindApplication } from './adapters/postgres/settings/postgres-find-application.js';
import { PostgresFindApplications } from './adapters/postgres/settings/postgres-find-applications.js';
import { PostgresFindOneApplication } from './adapters/postgres/settings/postgres-find-one-application.js';
import { CreateKeyHandler } from './application/keys/create-key.js';
import { RevokeKeyHandler } from './application/keys/revoke-key.js';
import { RotateKeyHandler } from './application/keys/rotate-key.js';
import type { Applications } from './application/ports/applications.js';
import type { Keys } from './application/ports/keys.js';
import type { SecretKeys } from './application/ports/secret-keys.js';
import { ChangeApplicationHandler } from './application/settings/change-application.js';
import { CreateApplicationHandler } from './application/settings/create-application.js';
import {
  ChangeApplication,
  CreateApplication,
  CreateKey,
  type FindApplication,
  type FindApplications,
  type FindAuditEntries,
  type FindKeys,
  type FindOneApplication,
  type IdentifyKey,
  RevokeKey,
  RotateKey,
} from './contract/index.js';

export const APPLICATIONS = {
  applications: token<Applications>('applications.Applications'),
  keys: token<Keys>('applications.Keys'),
  secretKeys: token<SecretKeys>('applications.SecretKeys'),
  findApplication: token<FindApplication>('FindApplication'),
  findApplications: token<FindApplications>('applications.FindApplications'),
  findOneApplication: token<FindOneApplication>('applications.FindOneApplication'),
  findAuditEntries: token<FindAuditEntries>('applications.FindAuditEntries'),
  findKeys: token<FindKeys>('applications.FindKeys'),
  identifyKey: token<IdentifyKey>('applications.IdentifyKey'),
} as const;

export const applicationsModule = new ContainerModule(({ bind }) => {
  // Adapters.
  bind(APPLICATIONS.applications)
    .toResolvedValue((database) => new PostgresApplications(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.keys)
    .toResolvedValue((database) => new PostgresKeys(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.secretKeys)
    .toResolvedValue(() => new CheckedSecretKeys())
    .inSingletonScope();
  bind(APPLICATIONS.findApplication)
    .toResolvedValue(
      (database, clock, primary) => new PostgresFindApplication(database, clock, primary),
      [PLATFORM.readDatabase, PLATFORM.clock, PLATFORM.database],
    )
    .inSingletonScope();
  // Whoever has just written wants to see it, so none of these comes from a replica.
  bind(APPLICATIONS.findApplications)
    .toResolvedValue((database) => new PostgresFindApplications(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.findOneApplication)
    .toResolvedValue((database) => new PostgresFindOneApplication(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.findAuditEntries)
    .toResolvedValue((database) => new PostgresFindAuditEntries(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.findKeys)
    .toResolvedValue((database) => new PostgresFindKeys(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.identifyKey)
    .toResolvedValue(
      (database, secrets) => new PostgresIdentifyKey(database, secrets),
      [PLATFORM.database, APPLICATIONS.secretKeys],
    )
    .inSingletonScope();

  // Use cases.
  bind(PLATFORM.commands).toResolvedValue(
    (applications, ids) => handles(CreateApplication, new CreateApplicationHandler(applications, ids)),
    [APPLICATIONS.applications, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, ids) => handles(ChangeApplication, new ChangeApplicationHandler(applications, ids)),
    [APPLICATIONS.applications, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (applications, keys, secrets, ids) => handles(CreateKey, new CreateKeyHandler(applications, keys, secrets, ids)),
    [APPLICATIONS.applications, APPLICATIONS.keys, APPLICATIONS.secretKeys, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (keys, secrets, ids) => handles(RotateKey, new RotateKeyHandler(keys, secrets, ids)),
    [APPLICATIONS.keys, APPLICATIONS.secretKeys, PLATFORM.ids],
  );
  bind(PLATFORM.commands).toResolvedValue(
    (keys, ids) => handles(RevokeKey, new RevokeKeyHandler(keys, ids)),
    [APPLICATIONS.keys, PLATFORM.ids],
  );
});
