import { bindHandlers, from, PLATFORM, token } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { CheckedSecretKeys } from './adapters/crypto/checked-secret-keys.js';
import { CheckedImageReader } from './adapters/images/image-reader.js';
import { PostgresAuditLog } from './adapters/postgres/audit/postgres-audit-log.js';
import { PostgresKeyViews } from './adapters/postgres/keys/postgres-key-views.js';
import { PostgresKeys } from './adapters/postgres/keys/postgres-keys.js';
import { PostgresLogos } from './adapters/postgres/logos/postgres-logos.js';
import {
  PostgresApplicationViews,
  PostgresKnownApplications,
} from './adapters/postgres/settings/postgres-application-views.js';
import { PostgresApplications } from './adapters/postgres/settings/postgres-applications.js';
import { FindAuditEntriesHandler } from './application/audit/find-audit-entries.js';
import { FindKeysHandler, IdentifyKeyHandler } from './application/keys/find-keys.js';
import { CreateKeyHandler, RevokeKeyHandler, RotateKeyHandler } from './application/keys/manage-keys.js';
import type { Applications, ApplicationViews, KnownApplications } from './application/ports/applications.js';
import type { AuditLog } from './application/ports/audit-log.js';
import type { Keys, KeyViews, SecretKeys } from './application/ports/keys.js';
import type { ImageReader, Logos } from './application/ports/logos.js';
import { FindAppearanceHandler } from './application/settings/find-appearance.js';
import {
  FindApplicationHandler,
  FindApplicationsHandler,
  FindOneApplicationHandler,
  FindOriginAllowedHandler,
} from './application/settings/find-applications.js';
import { ChangeApplicationHandler, CreateApplicationHandler } from './application/settings/manage-applications.js';
import { FindLogoHandler, RemoveLogoHandler, SetLogoHandler } from './application/settings/set-logo.js';
import {
  ChangeApplication,
  CreateApplication,
  CreateKey,
  FindAppearance,
  FindApplication,
  FindApplications,
  FindAuditEntries,
  FindKeys,
  FindLogo,
  FindOneApplication,
  FindOriginAllowed,
  IdentifyKey,
  RemoveLogo,
  RevokeKey,
  RotateKey,
  SetLogo,
} from './contract/index.js';

export const APPLICATIONS = {
  applications: token<Applications>('applications.Applications'),
  views: token<ApplicationViews>('applications.ApplicationViews'),
  known: token<KnownApplications>('applications.KnownApplications'),
  logos: token<Logos>('applications.Logos'),
  images: token<ImageReader>('applications.ImageReader'),
  auditLog: token<AuditLog>('applications.AuditLog'),
  keys: token<Keys>('applications.Keys'),
  keyViews: token<KeyViews>('applications.KeyViews'),
  secretKeys: token<SecretKeys>('applications.SecretKeys'),
} as const;

export const applicationsModule = new ContainerModule(({ bind }) => {
  const { onCommand, onQuery } = bindHandlers(bind);
  // Adapters.
  bind(APPLICATIONS.applications)
    .toResolvedValue((database) => new PostgresApplications(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.logos)
    .toResolvedValue((database) => new PostgresLogos(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.images)
    .toResolvedValue(() => new CheckedImageReader())
    .inSingletonScope();
  bind(APPLICATIONS.keys)
    .toResolvedValue((database) => new PostgresKeys(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.secretKeys)
    .toResolvedValue(() => new CheckedSecretKeys())
    .inSingletonScope();
  bind(APPLICATIONS.known)
    .toResolvedValue(
      (database, clock, primary) => new PostgresKnownApplications(database, clock, primary),
      [PLATFORM.readDatabase, PLATFORM.clock, PLATFORM.database],
    )
    .inSingletonScope();
  // Anyone who has just written wants to see it, so none of these comes from a replica.
  bind(APPLICATIONS.views)
    .toResolvedValue((database) => new PostgresApplicationViews(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.auditLog)
    .toResolvedValue((database) => new PostgresAuditLog(database), [PLATFORM.database])
    .inSingletonScope();
  bind(APPLICATIONS.keyViews)
    .toResolvedValue((database) => new PostgresKeyViews(database), [PLATFORM.database])
    .inSingletonScope();

  // Use cases.
  const providers = from([PLATFORM.settings], ({ mail, sms }) => ({
    mail: mail.providers.map(({ name }) => name),
    sms: sms.providers.map(({ name }) => name),
  }));
  onCommand(CreateApplication, CreateApplicationHandler, {
    applications: APPLICATIONS.applications,
    ids: PLATFORM.ids,
    providers,
  });
  onCommand(ChangeApplication, ChangeApplicationHandler, {
    applications: APPLICATIONS.applications,
    ids: PLATFORM.ids,
    providers,
  });
  onCommand(SetLogo, SetLogoHandler, {
    applications: APPLICATIONS.applications,
    logos: APPLICATIONS.logos,
    images: APPLICATIONS.images,
    ids: PLATFORM.ids,
  });
  onCommand(RemoveLogo, RemoveLogoHandler, {
    applications: APPLICATIONS.applications,
    logos: APPLICATIONS.logos,
    ids: PLATFORM.ids,
  });
  onCommand(CreateKey, CreateKeyHandler, {
    applications: APPLICATIONS.applications,
    keys: APPLICATIONS.keys,
    secrets: APPLICATIONS.secretKeys,
    ids: PLATFORM.ids,
  });
  onCommand(RotateKey, RotateKeyHandler, {
    keys: APPLICATIONS.keys,
    secrets: APPLICATIONS.secretKeys,
    ids: PLATFORM.ids,
  });
  onCommand(RevokeKey, RevokeKeyHandler, { keys: APPLICATIONS.keys, ids: PLATFORM.ids });

  // Queries.
  onQuery(FindApplication, FindApplicationHandler, { known: APPLICATIONS.known });
  onQuery(FindAppearance, FindAppearanceHandler, { known: APPLICATIONS.known });
  onQuery(FindLogo, FindLogoHandler, { known: APPLICATIONS.known, logos: APPLICATIONS.logos });
  onQuery(FindOriginAllowed, FindOriginAllowedHandler, { known: APPLICATIONS.known });
  onQuery(FindOneApplication, FindOneApplicationHandler, { applications: APPLICATIONS.views });
  onQuery(FindApplications, FindApplicationsHandler, { applications: APPLICATIONS.views });
  onQuery(FindAuditEntries, FindAuditEntriesHandler, { log: APPLICATIONS.auditLog });
  onQuery(FindKeys, FindKeysHandler, { keys: APPLICATIONS.keyViews });
  onQuery(IdentifyKey, IdentifyKeyHandler, { keys: APPLICATIONS.keyViews, secrets: APPLICATIONS.secretKeys });
});
