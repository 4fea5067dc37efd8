import { PLATFORM } from '@gatehouse/platform/container';
import { ContainerModule } from 'inversify';
import { deliveryOperations } from './operations/deliveries.js';
import { readEventsOperation } from './operations/read-events.js';
import { webhookOperations } from './operations/webhooks.js';
import { WEBHOOKS } from './webhooks.module.js';

/** What the API adds to the context: its operations. The worker does without. */
export const webhooksHttpModule = new ContainerModule(({ bind }) => {
  bind(PLATFORM.operations).toResolvedValue(
    (queries, feed, administrators, stopping) => [readEventsOperation(queries, feed, administrators, stopping.signal)],
    [PLATFORM.queryBus, WEBHOOKS.feed, PLATFORM.administrators, PLATFORM.stopping],
  );
  bind(PLATFORM.operations).toConstantValue([...webhookOperations, ...deliveryOperations]);
});
