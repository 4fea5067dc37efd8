import { bindHandlers, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { PostgresFunnelCounts } from '../adapters/postgres/funnel/postgres-funnel-counts.js';
import { FunnelEvents } from '../adapters/subscriptions/funnel-events.js';
import { RecountFunnelHandler } from '../application/funnel/recount-funnel.js';
import { RecountFunnel } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** How far those come who sign up: counted by the worker, asked of the API. */
export function bindFunnel({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand } = bindHandlers(bind);
  bind(REGISTRATION.funnelCounts)
    .toResolvedValue((database) => new PostgresFunnelCounts(database), [PLATFORM.database])
    .inSingletonScope();
  bind(PLATFORM.subscriptions).toResolvedValue((counts) => new FunnelEvents(counts), [REGISTRATION.funnelCounts]);
  onCommand(RecountFunnel, RecountFunnelHandler, { counts: REGISTRATION.funnelCounts });
}
