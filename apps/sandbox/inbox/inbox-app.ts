import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import express, { type ErrorRequestHandler, type Express, Router } from 'express';
import { reportRoutes } from '../events/report-routes.js';
import type { ReportSender } from '../events/report-sender.js';
import { type FaultScript, faultRoutes } from '../faults/fault-script.js';
import { sendProblem } from '../http/requests.js';
import type { MessageStore } from '../messages/message-store.js';
import type { ProviderCounts } from '../provider/provider-counts.js';
import type { LiveStream } from './live-stream.js';
import { messageRoutes } from './message-routes.js';

const FOLDER = new URL('./page/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page may run its own scripts and show the mails' frames, nothing else; no string ever becomes markup. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

interface InboxParts {
  readonly store: MessageStore;
  readonly faults: FaultScript;
  readonly counts: ProviderCounts;
  readonly stream: LiveStream;
  readonly reports: ReportSender;
}

/** What people and tests look at: the page, the messages, the faults, the counts. */
export function inboxApp({ store, faults, counts, stream, reports }: InboxParts): Express {
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
  app.use('/api', messageRoutes(store), faultRoutes(faults), reportRoutes(reports, store));
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

/** The inbox page at `/` and its files under `/page/`, held in memory. */
function pageAssets(): Router {
  const router = Router();
  for (const name of readdirSync(FOLDER)) {
    const type = TYPES[name.slice(name.lastIndexOf('.'))];
    if (type === undefined) continue;
    const content = readFileSync(new URL(name, FOLDER));
    router.get(name === 'index.html' ? '/' : `/page/${name}`, (_request, response) => {
      response.set({ 'Content-Security-Policy': PAGE_POLICY, 'Content-Type': type }).send(content);
    });
  }
  return router;
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
