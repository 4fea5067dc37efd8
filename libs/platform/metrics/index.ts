export { Metrics } from './metrics.js';
export { startMetricsServer } from './metrics-server.js';
