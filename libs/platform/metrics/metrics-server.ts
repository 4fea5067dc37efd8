import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Metrics } from './metrics.js';

/** Whether a process can do its work, and for anyone who looks after it what stands in the way. */
export interface ProcessHealth {
  readonly status: 'ready' | 'not-ready';
}

/**
 * Serves, on a port of its own away from the public one, `GET /metrics` in Prometheus' text format, and for processes
 * without a public port `GET /health/live` and `GET /health/ready`.
 * @param readiness looked at for `/health/ready`; absent: there is no such path
 */
export function startMetricsServer(
  metrics: Metrics,
  port: number,
  host: string,
  readiness?: () => ProcessHealth,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    switch (request.url) {
      case '/metrics':
        return answerMetrics(response, metrics);
      case readiness && '/health/live':
        return answerJson(response, 200, { status: 'live' });
      case readiness && '/health/ready': {
        const health = readiness?.() ?? { status: 'not-ready' };
        return answerJson(response, health.status === 'ready' ? 200 : 503, health);
      }
      default:
        response.writeHead(404).end();
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function answerMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    const text = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text);
  } catch {
    response.writeHead(503).end();
  }
}

const answerJson = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
};
