import { json, Router } from 'express';
import { sendProblem } from '../http/problem.js';
import type { FaultScript } from './fault-script.js';
import { parseFaultRules } from './parse-fault-rules.js';

/** `GET /faults` the rules that are left, `PUT /faults` other rules, `DELETE /faults` none. */
export function faultRoutes(faults: FaultScript): Router {
  const router = Router();

  router.get('/faults', (_request, response) => {
    response.json({ rules: faults.rules });
  });

  // Any content type, so that a plain `curl -X PUT -d` works; a page of another origin cannot send a PUT at all.
  router.put('/faults', json({ type: () => true, strict: false, limit: '256kb' }), (request, response) => {
    const parsed = parseFaultRules(request.body);
    if (!parsed.ok) {
      return sendProblem(response, {
        status: 400,
        title: 'Bad Request',
        code: 'faults-invalid',
        detail: 'The rules were not changed.',
        errors: parsed.errors,
      });
    }
    faults.replace(parsed.rules);
    response.json({ rules: faults.rules });
  });

  router.delete('/faults', (_request, response) => {
    faults.clear();
    response.status(204).end();
  });

  return router;
}
