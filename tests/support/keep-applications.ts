import { APPLICATIONS } from '@gatehouse/applications';
import { PLATFORM } from '@gatehouse/platform/container';
import type { Container } from 'inversify';
import { PostgresKnownApplications } from '../../libs/applications/adapters/postgres/settings/postgres-application-views.js';

/** For tests that count statements: else some requests would read the applications, and some would not. */
export function keepApplications(container: Container): void {
  const clock = { now: () => new Date(0) };
  container
    .rebind(APPLICATIONS.known)
    .toResolvedValue((database) => new PostgresKnownApplications(database, clock), [PLATFORM.database])
    .inSingletonScope();
}
