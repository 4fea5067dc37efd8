import { bindHandlers, from, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { PostgresTextTrafficViews } from '../adapters/postgres/text-traffic/postgres-text-traffic.js';
import {
  FindTextStopsHandler,
  FindTextTrafficHandler,
  LiftTextStopHandler,
} from '../application/text-traffic/text-traffic.js';
import { FindTextStops, FindTextTraffic, LiftTextStop } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** Where SMS go and how many come back proven, and who lifts a stop. Anyone who has lifted one wants to see it gone. */
export function bindTextTraffic({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand, onQuery } = bindHandlers(bind);
  onCommand(LiftTextStop, LiftTextStopHandler, { stops: REGISTRATION.textStops });
  onQuery(FindTextStops, FindTextStopsHandler, {
    traffic: from([PLATFORM.database], (database) => new PostgresTextTrafficViews(database)),
  });
  onQuery(FindTextTraffic, FindTextTrafficHandler, {
    traffic: from([PLATFORM.readDatabase], (database) => new PostgresTextTrafficViews(database)),
  });
}
