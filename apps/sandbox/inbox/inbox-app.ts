import { inspect } from 'node:util';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { faultRoutes } from '../faults/fault-routes.js';
import type { FaultScript } from '../faults/fault-script.js';
import { sendProblem } from '../http/problem.js';
import type { MessageStore } from '../messages/message-store.js';
import type { ProviderCounts } from '../provider/provider-counts.js';
import type { LiveStream } from './live-stream.js';
import { messageRoutes } from './message-routes.js';
import { pageAssets } from './page-assets.js';

export interface InboxParts {
  readonly store: MessageStore;
  readonly faults: FaultScript;
  readonly counts: ProviderCounts;
  readonly stream: LiveStream;
}

/** What people and tests look at: the page, the messages, the faults, the counts. */
export function inboxApp({ store, faults, counts, stream }: InboxParts): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use((_request, response, next) => {
    response.set({
      'Cache-Control': 'no-store',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    });
    next();
  });
  app.use(pageAssets());
  app.use('/api', messageRoutes(store), faultRoutes(faults));
  app.get('/api/stats', (_request, response) => {
    response.json({ ...counts.read(), kept: store.size });
  });
  app.get('/api/stream', stream.handle);
  app.use((request, response) => {
    const detail = `There is no ${request.method} ${request.path} here.`;
    sendProblem(response, { status: 404, title: 'Not Found', code: 'route-unknown', detail });
  });
  app.use(answerErrors);
  return app;
}

const answerErrors: ErrorRequestHandler = (
  error: { status?: unknown; message?: unknown },
  _request,
  response,
  _next,
) => {
  const tooLarge = error.status === 413;
  if (tooLarge || error.status === 400) {
    return sendProblem(response, {
      status: tooLarge ? 413 : 400,
      title: tooLarge ? 'Content Too Large' : 'Bad Request',
      code: tooLarge ? 'body-too-large' : 'request-invalid',
      detail: String(error.message),
    });
  }
  process.stderr.write(`${inspect(error)}\n`);
  sendProblem(response, { status: 500, title: 'Internal Server Error', code: 'internal', detail: 'See the log.' });
};
