import { type Request, Router } from 'express';
import { sendProblem } from '../http/requests.js';
import type { MessageQuery, MessageStore } from '../messages/message-store.js';
import { representMessage, summarise } from '../messages/represent-message.js';

const LIMIT_BY_DEFAULT = 100;
const LIMIT_AT_MOST = 1_000;

/**
 * A mail is shown as its author meant it, but it can run nothing, fetch nothing and reach nothing here: the sandbox
 * directive holds even when the address is opened outside the inbox page's frame.
 */
const MAIL_POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; " +
  "img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/**
 * `GET /messages?to=&search=&channel=&limit=&view=summary` newest first, `GET /messages/{id}`, `GET /messages/{id}/html`,
 * `DELETE /messages`.
 */
export function messageRoutes(store: MessageStore): Router {
  const router = Router();

  router.get('/messages', (request, response) => {
    const parameters = parametersOf(request);
    const query = readQuery(parameters);
    if (query === null) {
      const detail = `limit is a whole number from 1 to ${LIMIT_AT_MOST}; channel is mail or sms; view is full or summary.`;
      return sendProblem(response, { status: 400, title: 'Bad Request', code: 'query-invalid', detail });
    }
    const found = store.list(query);
    const messages = parameters.get('view') === 'summary' ? found.map(summarise) : found.map(representMessage);
    response.json({ messages, kept: store.size });
  });

  router.delete('/messages', (_request, response) => {
    store.clear();
    response.status(204).end();
  });

  router.get('/messages/:id', (request, response) => {
    const message = store.find(request.params.id);
    if (message) response.json(representMessage(message));
    else sendProblem(response, unknownMessage);
  });

  router.get('/messages/:id/html', (request, response) => {
    const html = store.find(request.params.id)?.html;
    if (typeof html !== 'string') return sendProblem(response, unknownMessage);
    response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(html);
  });

  return router;
}

const unknownMessage = {
  status: 404,
  title: 'Not Found',
  code: 'message-unknown',
  detail: 'Message or part not found.',
};

function readQuery(parameters: URLSearchParams): MessageQuery | null {
  const to = recipientIn(parameters, 'to');
  const search = recipientIn(parameters, 'search');
  const channel = parameters.get('channel');
  const limit = Number(parameters.get('limit') ?? LIMIT_BY_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_AT_MOST) return null;
  if (channel !== null && channel !== 'mail' && channel !== 'sms') return null;
  if (!['full', 'summary'].includes(parameters.get('view') ?? 'full')) return null;
  return {
    limit,
    ...(to === null ? {} : { to }),
    ...(search === null ? {} : { search }),
    ...(channel === null ? {} : { channel }),
  };
}

/** No recipient holds a space, but many hold a plus that the caller forgot to encode. */
function recipientIn(parameters: URLSearchParams, name: string): string | null {
  return parameters.get(name)?.replaceAll(' ', '+') || null;
}

function parametersOf(request: Request): URLSearchParams {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : request.url.slice(at));
}
