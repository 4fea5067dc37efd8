import type { Metrics } from '../metrics/index.js';
import type { Broker } from './broker.js';

export function measureBroker(broker: Broker, metrics: Metrics): Broker {
  metrics.gauge('gatehouse_broker_up', 'Whether the broker is available (1) or not (0)', () => (broker.isUp ? 1 : 0));
  return broker;
}
