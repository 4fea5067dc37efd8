export { Metrics } from './metrics.js';
export { type ProcessHealth, startMetricsServer } from './metrics-server.js';
