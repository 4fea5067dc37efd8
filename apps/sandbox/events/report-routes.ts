import { json, Router } from 'express';
import { sendProblem } from '../http/requests.js';
import type { MessageStore } from '../messages/message-store.js';
import { REPORTED } from './provider-report.js';
import { unableToReport } from './report-makers.js';
import type { ReportSender, ReportSettings } from './report-sender.js';

/** `GET`, `PUT`, `DELETE /reports` who gets reports, `POST /messages/{id}/reports` `{"kind": "hard-bounced"}`. */
export function reportRoutes(sender: ReportSender, store: MessageStore): Router {
  const router = Router();
  const body = json({ type: () => true, strict: false, limit: '64kb' });

  router.get('/reports', (_request, response) => {
    response.json(sender.settings ?? {});
  });

  router.put('/reports', body, async (request, response) => {
    const settings = settingsIn(request.body);
    if (settings === null) return refuse(response, 'Give url, and providers as {"postmark": {"secret": "…"}}.');
    const unable = await unableToReport(settings.providers, settings.url);
    if (unable !== null) return refuse(response, `${unable} does not report, or cannot sign with this secret.`);
    sender.configure(settings);
    response.json(settings);
  });

  router.delete('/reports', (_request, response) => {
    sender.configure(null);
    response.status(204).end();
  });

  router.post('/messages/:id/reports', body, async (request, response) => {
    const message = store.find(request.params.id);
    const kind = REPORTED.find((each) => each === (request.body as { kind?: unknown } | null)?.kind);
    if (!message || !kind) return refuse(response, `Name a message, and a kind: ${REPORTED.join(', ')}.`);
    const status = await sender.report(message, kind);
    if (status === null) return refuse(response, 'Nothing is reported for this provider: see PUT /api/reports.');
    response.json({ status });
  });

  return router;
}

const refuse = (response: Parameters<typeof sendProblem>[0], detail: string): void =>
  sendProblem(response, { status: 400, title: 'Bad Request', code: 'report-invalid', detail });

function settingsIn(body: unknown): ReportSettings | null {
  const { url, providers, delivered } = Object(body) as Record<string, unknown>;
  const isKnown = typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
  if (!isKnown || typeof providers !== 'object' || providers === null) return null;
  const entries = Object.entries(providers as Record<string, unknown>).map(([name, given]) => {
    const { secret, name: alias, callbackUrl } = Object(given) as Record<string, unknown>;
    const more = {
      ...(typeof alias === 'string' && { name: alias }),
      ...(typeof callbackUrl === 'string' && { callbackUrl }),
    };
    return typeof secret === 'string' ? ([name, { secret, ...more }] as const) : null;
  });
  if (entries.some((entry) => entry === null)) return null;
  const known = Object.fromEntries(entries.filter((entry) => entry !== null));
  return { url: url.replace(/\/+$/, ''), providers: known, delivered: delivered === true };
}
